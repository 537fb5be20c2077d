namespace DeepSharp.Layers;

/// <summary>Fully connected: y = activation(x · kernel + bias) over the last axis.</summary>
/// <remarks>[batch, …, in] → [batch, …, units]; kernel [in, units], bias [units].</remarks>
/// <param name="units">Length of the output's last axis.</param>
/// <param name="activation">Applied to the result; none if null.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">First values of the kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="kernelRegularizer">Penalty on the kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="kernelConstraint">Applied to the kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
[Layer]
[UnusedKey("quantization_config")]
public sealed partial class Dense(
    int units, [DefaultsTo("Activations.Linear")] Activation? activation = null, bool useBias = true,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null, [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null)
    : Layer, ILoraLayer
{
    private Weight _kernel = null!;
    private Weight? _bias;

    Weight? ILoraLayer.LoraTarget => _kernel;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (Units <= 0) throw new InvalidValueException($"{Title}: units must be positive, got {Units}.");
        _kernel = AddWeight("kernel", [input[^1], Units], KernelInitializer, KernelRegularizer, KernelConstraint);
        _bias = UseBias ? AddWeight("bias", [Units], BiasInitializer, BiasRegularizer, BiasConstraint) : null;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        int width = _kernel.Shape[0];
        if (x.Rank < 2 || x.Shape[^1] != width)
            throw new ShapeMismatchException($"Dense expects its input's last axis to have length {width}, but got shape {x.Shape}. Rebuild the layer for this input, or reshape the input.");
        var y = x.MatMul(_kernel);
        if (_bias is not null) y = y + _bias.Value;
        return Activation.Apply(y);
    }
}
