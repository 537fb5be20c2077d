namespace DeepSharp.Layers;

/// <summary>A linear map written as an Einstein summation: y = activation(einsum(equation, x, kernel) + bias).</summary>
/// <remarks>
/// <c>ab,bc-&gt;ac</c> is <see cref="Dense"/>; <c>abc,cde-&gt;abde</c> projects each step to several heads. <c>...</c> may stand for axes on
/// the left or the right. First values count connections along the axes that the equation sums over.
/// </remarks>
/// <param name="equation">Input and kernel, then the output: <c>X,Y-&gt;Z</c>, <c>...X,Y-&gt;...Z</c> or <c>X...,Y-&gt;Z...</c>.</param>
/// <param name="outputShape">The output's lengths without the batch and what <c>...</c> stands for; <see cref="Dim.Any"/> where the input tells.</param>
/// <param name="activation">Applied to the result; none if null.</param>
/// <param name="biasAxes">The output's axes that have a bias, for example <c>"de"</c>; no bias if null.</param>
/// <param name="kernelInitializer">First values of the kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="kernelRegularizer">Penalty on the kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="kernelConstraint">Applied to the kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
[Layer]
[UnusedKey("quantization_config"), UnusedKey("gptq_unpacked_column_size")]
public sealed partial class EinsumDense(
    string equation, Shape outputShape, [DefaultsTo("Activations.Linear")] Activation? activation = null, string? biasAxes = null,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null, [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null)
    : Layer, ILoraLayer
{
    private Weight _kernel = null!;
    private Weight? _bias;

    Weight? ILoraLayer.LoraTarget => _kernel;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        var projection = new EinsumProjection(Equation, BiasAxes, input, OutputShape);
        var initializer = new Initializers.AlongAxes(KernelInitializer, projection.Inputs, projection.Outputs);
        _kernel = AddWeight("kernel", projection.KernelShape, initializer, KernelRegularizer, KernelConstraint);
        _bias = projection.BiasShape is { } shape ? AddWeight("bias", shape, BiasInitializer, BiasRegularizer, BiasConstraint) : null;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        var y = Tensor.Einsum(Equation, x, _kernel.Value);
        return Activation.Apply(_bias is null ? y : y + _bias.Value);
    }
}
