namespace DeepSharp.Layers;

/// <summary>An activation function as a layer; Keras' class Activation.</summary>
/// <param name="activation">The function.</param>
[Layer(Name = "Activation")]
public sealed partial class ActivationLayer(Activation activation) : Layer
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => Activation.Apply(x);
}
