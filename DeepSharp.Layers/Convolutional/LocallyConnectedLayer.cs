namespace DeepSharp.Layers;

/// <summary>What locally connected layers over 1 and 2 spatial axes share: a convolution with a kernel of its own at every place.</summary>
/// <remarks>[batch, spatial.., in] → [batch, spatial'.., filters]; kernel [places, window · in, filters], bias [spatial'.., filters], as in Keras 2.</remarks>
/// <param name="filters">Number of output channels.</param>
/// <param name="window">Lengths of the window.</param>
/// <param name="steps">Steps between windows.</param>
/// <param name="padding">Valid.</param>
/// <param name="activation">Applied to the result; none if null.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">First values of the kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="kernelRegularizer">Penalty on the kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="kernelConstraint">Applied to the kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
public abstract class LocallyConnectedLayer(
    int filters, int[] window, int[] steps, Padding padding, Activation? activation, bool useBias, Initializer? kernelInitializer, Initializer? biasInitializer,
    Regularizer? kernelRegularizer, Regularizer? biasRegularizer, Constraint? kernelConstraint, Constraint? biasConstraint) : Layer
{
    private Weight _kernel = null!;
    private Weight? _bias;
    private Shape _input = Shape.Scalar;

    /// <summary>Number of output channels.</summary>
    public int Filters { get; } = filters;

    /// <summary>What is read beyond the border.</summary>
    public Padding Padding { get; } = padding;

    /// <summary>Applied to the result.</summary>
    public Activation Activation { get; } = activation ?? Activations.Linear;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; } = useBias;

    /// <summary>First values of the kernel.</summary>
    public Initializer KernelInitializer { get; } = kernelInitializer ?? new Initializers.GlorotUniform();

    /// <summary>First values of the bias.</summary>
    public Initializer BiasInitializer { get; } = biasInitializer ?? new Initializers.Zeros();

    /// <summary>Penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; } = kernelRegularizer;

    /// <summary>Penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get; } = biasRegularizer;

    /// <summary>Applied to the kernel after each step.</summary>
    public Constraint? KernelConstraint { get; } = kernelConstraint;

    /// <summary>Applied to the bias after each step.</summary>
    public Constraint? BiasConstraint { get; } = biasConstraint;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        InputRule.RequireLayout(this, input, ConvolutionWindow.LayoutOf(window.Length));
        if (Filters < 1) throw new InvalidValueException($"{TypeName} expects at least 1 filter but got {Filters}.");
        if (Padding != Padding.Valid) throw new InvalidValueException($"{TypeName} knows no padding but Valid: weights beyond the border would never be used. Put a ZeroPadding layer before it.");
        _input = input[1..];
        if (!_input.IsKnown) throw new ShapeMismatchException($"{TypeName} has weights for every place, so it needs to know all lengths but the batch: {input}. Give the model a full input shape.");
        int[] places = Places();
        int taps = window.Aggregate(_input[^1], (n, k) => checked(n * k));
        _kernel = AddWeight("kernel", [places.Aggregate(1, (n, k) => checked(n * k)), taps, Filters], KernelInitializer, KernelRegularizer, KernelConstraint);
        _bias = UseBias ? AddWeight("bias", [.. places, Filters], BiasInitializer, BiasRegularizer, BiasConstraint) : null;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, ConvolutionWindow.LayoutOf(window.Length));
        if (!x.Shape[1..].Matches(_input))
            throw new ShapeMismatchException($"{TypeName} has weights for inputs of shape {_input} after the batch axis but got {x.Shape}. Rebuild the layer for this input.");
        var y = Patches(x).MatMul(_kernel);
        y = y.Transpose([1, 0, 2]).Reshape([x.Shape[0], .. Places(), Filters]);
        if (_bias is not null) y = y + _bias.Value;
        return Activation.Apply(y);
    }

    /// <summary>The windows at all places: [places, batch, window · in].</summary>
    private Tensor Patches(Tensor x)
    {
        int[] places = Places();
        int axes = window.Length, batch = x.Shape[0];
        // Each spatial axis becomes two: places, and taps of the window.
        for (int i = 0; i < axes; i++)
        {
            var taps = new int[places[i] * window[i]];
            for (int t = 0; t < taps.Length; t++) taps[t] = t / window[i] * steps[i] + t % window[i];
            var indices = x.Device == Device.Null ? new Tensor(new([places[i], window[i]], DType.Int32), Device.Null) : Tensor.From<int>(taps, [places[i], window[i]], x.Device);
            x = x.Gather(indices, 2 * i + 1);
        }
        int[] order = [.. Enumerable.Range(0, axes).Select(i => 2 * i + 1), 0, .. Enumerable.Range(0, axes).Select(i => 2 * i + 2), 2 * axes + 1];
        return x.Transpose(order).Reshape([_kernel.Shape[0], batch, _kernel.Shape[1]]);
    }

    private int[] Places()
    {
        var places = new int[window.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = (_input[i] - window[i]) / steps[i] + 1;
            if (_input[i] < window[i])
                throw new ShapeMismatchException($"{TypeName} cannot lay a window of length {window[i]} over axis {i + 1} of length {_input[i]}.");
        }
        return places;
    }
}
