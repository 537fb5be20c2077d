namespace DeepSharp.Onnx;

/// <summary>A window function of a known length: a₀ − a₁ cos(2πi / n) + a₂ cos(4πi / n).</summary>
internal abstract class SignalWindowOperator : OnnxFunction
{
    /// <inheritdoc/>
    public override int Since => 17;

    /// <inheritdoc/>
    public sealed override bool ReadsValue(int input) => true;

    /// <summary>The coefficients of the cosines.</summary>
    protected abstract (double A0, double A1, double A2) Coefficients { get; }

    protected sealed override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        int size = x.Int(0);
        if (size is < 0 or > OnnxShapes.MostMade) throw node.Invalid($"its size is {size}");
        double turn = 2 * Math.PI / (node.Flag("periodic", true) ? size : Math.Max(size - 1, 1));
        var (a0, a1, a2) = Coefficients;
        double[] values = [.. Enumerable.Range(0, size).Select(i => a0 - a1 * Math.Cos(turn * i) + a2 * Math.Cos(2 * turn * i))];
        return Tensor.From<double>(values, Device.Cpu).Cast(node.Has("output_datatype") ? CastOperator.TypeOf(node, "output_datatype") : DType.Float32);
    }
}

/// <summary>Hann's window.</summary>
internal sealed class HannWindowOperator : SignalWindowOperator
{
    protected override (double, double, double) Coefficients => (0.5, 0.5, 0);
}

/// <summary>Hamming's window.</summary>
internal sealed class HammingWindowOperator : SignalWindowOperator
{
    protected override (double, double, double) Coefficients => (25.0 / 46, 21.0 / 46, 0);
}

/// <summary>Blackman's window.</summary>
internal sealed class BlackmanWindowOperator : SignalWindowOperator
{
    protected override (double, double, double) Coefficients => (0.42, 0.5, 0.08);
}
