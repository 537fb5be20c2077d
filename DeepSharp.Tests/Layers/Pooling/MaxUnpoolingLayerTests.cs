using DeepSharp.Layers;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests;

public sealed class MaxUnpoolingLayerTests
{
    [Test]
    [Covers(typeof(MaxPoolingWithIndices1D), typeof(MaxPoolingWithIndices2D), typeof(MaxPoolingWithIndices3D))]
    public void MaxPoolingWithIndices_PassesLayerCheck()
    {
        LayerCheck.Run(() => new MaxPoolingWithIndices1D(), [2, 7, 2], [2, 3, 2]);
        LayerCheck.Run(() => new MaxPoolingWithIndices2D((2, 3), 1, Padding.Same), [2, 4, 5, 2], [2, 4, 5, 2]);
        LayerCheck.Run(() => new MaxPoolingWithIndices3D(), [2, 4, 4, 2, 2], [2, 2, 2, 1, 2]);
    }

    [Test]
    [Covers(typeof(MaxUnpooling1D), typeof(MaxUnpooling2D), typeof(MaxUnpooling3D))]
    public void MaxUnpooling_PassesLayerCheck()
    {
        LayerCheck.Run(() => new MaxUnpooling1D(), [Samples.Uniform([2, 3, 2]).Cast(DType.Float32), Samples.Integers([2, 3, 2], 0, 12)], [2, 6, 2]);
        LayerCheck.Run(() => new MaxUnpooling2D((2, 3), padding: Padding.Same), [Samples.Uniform([2, 2, 2, 1]).Cast(DType.Float32), Samples.Integers([2, 2, 2, 1], 0, 24)], [2, 4, 6, 1]);
        LayerCheck.Run(() => new MaxUnpooling3D(3, 2), [Samples.Uniform([1, 1, 2, 1, 1]).Cast(DType.Float32), Samples.Integers([1, 1, 2, 1, 1], 0, 45)], [1, 3, 5, 3, 1]);
    }

    [Test]
    public void MaxUnpooling_AfterPooling_PutsTheMaximaBack()
    {
        var input = Input([4, 4, 2]);
        var pooled = new MaxPoolingWithIndices2D().ApplyAll([input]);
        var model = new Model(input, new MaxUnpooling2D().Apply(pooled));
        var x = Samples.Distinct([3, 4, 4, 2]).Cast(DType.Float32) + 100;
        var y = model.Predict(x);
        Assert.That(y.Cast(DType.Float64).Sum().Item(), Is.EqualTo(x.MaxPool([2]).Cast(DType.Float64).Sum().Item()).Within(1e-3));
        Assert.That(Tensor.Where(y.NotEqual(0), (y - x).Abs(), y).Max().Item(), Is.Zero);
    }

    [Test]
    public void MaxUnpooling_OneInput_Throws() => Assert.That(
        () => new MaxUnpooling1D { Name = "u" }.Apply([Tensor.Zeros([1, 2, 1])]),
        Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("MaxUnpooling1D expects two inputs, values and their places, but got 1.\n  in MaxUnpooling1D() 'u'."));
}
