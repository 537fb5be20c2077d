using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class AdaptivePoolingLayerTests
{
    [Test]
    [Covers(typeof(AdaptiveAveragePooling1D), typeof(AdaptiveAveragePooling2D), typeof(AdaptiveAveragePooling3D))]
    public void AdaptiveAveragePooling_PassesLayerCheck()
    {
        LayerCheck.Run(() => new AdaptiveAveragePooling1D(3), [2, 7, 2], [2, 3, 2]);
        LayerCheck.Run(() => new AdaptiveAveragePooling2D((2, 5)), [2, 4, 3, 2], [2, 2, 5, 2]);
        LayerCheck.Run(() => new AdaptiveAveragePooling3D(2), [2, 5, 3, 2, 2], [2, 2, 2, 2, 2]);
    }

    [Test]
    [Covers(typeof(AdaptiveMaxPooling1D), typeof(AdaptiveMaxPooling2D), typeof(AdaptiveMaxPooling3D))]
    public void AdaptiveMaxPooling_PassesLayerCheck()
    {
        LayerCheck.Run(() => new AdaptiveMaxPooling1D(3), [2, 7, 2], [2, 3, 2]);
        LayerCheck.Run(() => new AdaptiveMaxPooling2D((2, 5)), [2, 4, 3, 2], [2, 2, 5, 2]);
        LayerCheck.Run(() => new AdaptiveMaxPooling3D(2), [2, 5, 3, 2, 2], [2, 2, 2, 2, 2]);
    }

    [Test]
    public void AdaptivePooling_WrongAxes_ThrowsWithLayerName() => Assert.That(
        () => new AdaptiveMaxPooling2D(2) { Name = "a" }.Apply(Tensor.Zeros([1, 3, 1])),
        Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("expects its input to be [batch, height, width, channels]").And.Message.Contains("in AdaptiveMaxPooling2D((2, 2)) 'a'."));
}
