using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class GlobalPoolingLayerTests
{
    [Test]
    [Covers(typeof(GlobalMaxPooling1D), typeof(GlobalMaxPooling2D), typeof(GlobalMaxPooling3D), typeof(GlobalAveragePooling1D), typeof(GlobalAveragePooling2D), typeof(GlobalAveragePooling3D))]
    public void GlobalPooling_PassesLayerCheck()
    {
        LayerCheck.Run(() => new GlobalMaxPooling1D(), [2, 3, 4], [2, 4]);
        LayerCheck.Run(() => new GlobalMaxPooling2D(keepDims: true), [2, 3, 3, 4], [2, 1, 1, 4]);
        LayerCheck.Run(() => new GlobalMaxPooling3D(), [2, 3, 3, 3, 4], [2, 4]);
        LayerCheck.Run(() => new GlobalAveragePooling1D(), [2, 3, 4], [2, 4]);
        LayerCheck.Run(() => new GlobalAveragePooling2D(keepDims: true), [2, 3, 3, 4], [2, 1, 1, 4]);
        LayerCheck.Run(() => new GlobalAveragePooling3D(), [2, 3, 3, 3, 4], [2, 4]);
    }

    [Test]
    public void GlobalAveragePooling1D_Mask_AveragesStepsThatCount()
    {
        var x = new Masking().Apply(Tensor.From(new float[] { 1, 2, 3, 6, 0, 0, 0, 0, 0, 0, 0, 0 }, [2, 3, 2]));
        var y = new GlobalAveragePooling1D().Apply(x);
        Assert.That(y.ToDoubles(), Is.EqualTo(new double[] { 2, 4, 0, 0 }));
        Assert.That(y.Mask, Is.Null);
    }

    [Test]
    public void GlobalMaxPooling1D_Mask_EndsThere() => Assert.That(
        new GlobalMaxPooling1D().Apply(new Masking().Apply(Tensor.Ones([1, 2, 2]))).Mask, Is.Null);
}
