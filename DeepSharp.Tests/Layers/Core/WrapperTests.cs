using DeepSharp.Layers;

namespace DeepSharp.Tests;

/// <summary>Applies its layer and doubles the result.</summary>
/// <param name="layer">The inner layer.</param>
/// <param name="factor">By how much the result is multiplied.</param>
[Layer(Package = "tests")]
internal sealed partial class Scaled(Layer layer, double factor = 2) : Wrapper(layer)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => Layer.Apply(x) * Factor;
}

public sealed class WrapperTests
{
    [Test]
    public void Wrapper_OfAUser_PassesLayerCheck() => LayerCheck.Run(() => new Scaled(new Dense(3), 4), [2, 5], [2, 3], "kernel[5, 3] bias[3]");

    [Test]
    public void Wrapper_Json_HoldsTheInnerLayer()
    {
        var json = KerasJson.Write(new Scaled(new Dense(3)));
        Assert.That((string)json["config"]!["layer"]!["class_name"]!, Is.EqualTo("Dense"));
        Assert.That((string)json["registered_name"]!, Is.EqualTo("tests>Scaled"));
    }

    [Test]
    public void Wrapper_MaskOfTheInnerLayer_GoesOn()
    {
        var masked = new Masking().Apply(Tensor.Ones([1, 2, 2]));
        Assert.That(new SpectralNormalization(new Dense(3)).Apply(masked).Mask, Is.SameAs(masked.Mask));
    }
}
