using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class MaskingLayerTests
{
    [Test]
    [Covers(typeof(Masking))]
    public void Masking_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Masking(), [2, 3, 2], [2, 3, 2]);
        LayerCheck.Run(() => new Masking(-1), [2, 4], [2, 4]);
    }

    [Test]
    public void Masking_MissingSteps_AreMaskedAndZero()
    {
        var y = new Masking(5).Apply(Tensor.From(new float[] { 5, 5, 5, 1, 0, 0 }, [1, 3, 2]));
        Assert.That(y.Mask!.ToDoubles(), Is.EqualTo(new double[] { 0, 1, 1 }));
        Assert.That(y.ToDoubles(), Is.EqualTo(new double[] { 0, 0, 5, 1, 0, 0 }));
    }
}
