using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class MergingLayerTests
{
    private static readonly Tensor A = Samples.Uniform([2, 3, 4]).Cast(DType.Float32), B = Samples.Uniform([2, 3, 4], seed: 2).Cast(DType.Float32);

    private static readonly Tensor Row = Samples.Uniform([2, 4], seed: 3).Cast(DType.Float32);

    [Test]
    [Covers(typeof(Add), typeof(Subtract), typeof(Multiply), typeof(Average), typeof(Maximum), typeof(Minimum))]
    public void Merging_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Add(), [A, B], [2, 3, 4]);
        LayerCheck.Run(() => new Subtract(), [A, B], [2, 3, 4]);
        LayerCheck.Run(() => new Multiply(), [A, B], [2, 3, 4]);
        LayerCheck.Run(() => new Average(), [A, B], [2, 3, 4]);
        LayerCheck.Run(() => new Maximum(), [A, B], [2, 3, 4]);
        LayerCheck.Run(() => new Minimum(), [A, B], [2, 3, 4]);
        LayerCheck.Run(() => new Add(), [A, Row, B], [2, 3, 4]);
    }

    [Test]
    [Covers(typeof(Concatenate), typeof(Dot))]
    public void Joining_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Concatenate(), [A, B], [2, 3, 8]);
        LayerCheck.Run(() => new Concatenate(1), [A, B, A], [2, 9, 4]);
        LayerCheck.Run(() => new Dot(new Axes(2, 2)), [A, B], [2, 3, 3]);
        LayerCheck.Run(() => new Dot(1, normalize: true), [Row, Row], [2, 1]);
        LayerCheck.Run(() => new Dot(new Axes(2, 1)), [A, Row], [2, 3]);
    }

    [Test]
    public void Merging_KnownInputs_FollowTheirFormulas()
    {
        Tensor a = new float[,] { { 1, 5 } }, b = new float[,] { { 3, -1 } };
        double[] Of(Layer layer) => layer.Apply([a, b])[0].ToDoubles();
        Assert.That(Of(new Add()), Is.EqualTo(new double[] { 4, 4 }));
        Assert.That(Of(new Subtract()), Is.EqualTo(new double[] { -2, 6 }));
        Assert.That(Of(new Multiply()), Is.EqualTo(new double[] { 3, -5 }));
        Assert.That(Of(new Average()), Is.EqualTo(new double[] { 2, 2 }));
        Assert.That(Of(new Maximum()), Is.EqualTo(new double[] { 3, 5 }));
        Assert.That(Of(new Minimum()), Is.EqualTo(new double[] { 1, -1 }));
        Assert.That(Of(new Dot(1)), Is.EqualTo(new double[] { -2 }));
        Assert.That(new Dot(1, normalize: true).Apply([a, a])[0].ToDoubles()[0], Is.EqualTo(1).Within(1e-6));
    }

    [Test]
    public void Merging_Masks_AreUnitedWhereAllHaveOne()
    {
        var first = new Masking().Apply(Tensor.From(new float[] { 1, 0, 0 }, [1, 3, 1]));
        var second = new Masking().Apply(Tensor.From(new float[] { 0, 1, 0 }, [1, 3, 1]));
        Assert.That(new Add().Apply([first, second])[0].Mask!.ToDoubles(), Is.EqualTo(new double[] { 1, 1, 0 }));
        Assert.That(new Add().Apply([first, Tensor.Ones([1, 3, 1])])[0].Mask, Is.Null);
        Assert.That(new Concatenate(1).Apply([first, Tensor.Ones([1, 1, 1])])[0].Mask!.ToDoubles(), Is.EqualTo(new double[] { 1, 0, 0, 1 }));
        Assert.That(new Concatenate().Apply([first, second])[0].Mask!.ToDoubles(), Is.EqualTo(new double[] { 1, 1, 0 }));
    }

    [Test]
    public void Merging_Functions_ServeTheFunctionalGraph()
    {
        var input = new InputLayer([4]).Symbol;
        var sum = LayerFunctions.Add(input.Dense(3), input.Dense(3));
        var model = new Model(input, LayerFunctions.Concatenate([sum, input], axis: 1));
        Assert.That(model.Output.Shape, Is.EqualTo(new Shape(Dim.Any, 7)));
    }

    [Test]
    public void Merging_WrongInputs_ThrowWithLayerName()
    {
        Assert.That(() => new Add { Name = "a" }.Apply([Row]), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("Add merges two tensors or more but got 1.\n  in Add() 'a'."));
        Assert.That(() => new Add { Name = "a" }.Apply([Row, Tensor.Zeros([2, 3])]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("in Add() 'a'."));
        Assert.That(() => new Subtract { Name = "s" }.Apply([A, B, A]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("Subtract takes two tensors but got 3."));
        Assert.That(() => new Concatenate { Name = "c" }.Apply([A, Row]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("[concat]").And.Message.Contains("in Concatenate() 'c'."));
    }
}
