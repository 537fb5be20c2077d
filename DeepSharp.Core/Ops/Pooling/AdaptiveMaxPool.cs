namespace DeepSharp;

/// <summary>The largest element of windows that divide the spatial axes of [batch, spatial.., channels] into given numbers of parts, overlapping where they must.</summary>
/// <remarks>Output o of an axis sees the inputs from ⌊o · n / m⌋ up to ⌈(o + 1) · n / m⌉, for n inputs and m outputs.</remarks>
/// <param name="Lengths">The output's lengths, one for each spatial axis.</param>
public sealed record AdaptiveMaxPoolOp(EquatableArray<int> Lengths) : Op
{
    /// <inheritdoc/>
    public override string Family => "Pooling";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(AdaptiveWindows.Pooled(this, Lengths, inputs[0]), inputs[0].DType)];

    /// <inheritdoc/>
    /// <remarks>Equal windows are ordinary pooling. Others are laid side by side along an axis of their own, one axis after the other.</remarks>
    public override Tensor[] Compose(Tensor[] x)
    {
        var y = x[0];
        int[] lengths = [.. Lengths], from = y.Shape.Dims[1..^1].ToArray();
        if (from.Zip(lengths).All(p => p.First % p.Second == 0))
            return [y.MaxPool(new EquatableArray<int>([.. from.Zip(lengths, (n, m) => n / m)]))];
        for (int i = 0; i < lengths.Length; i++)
            if (from[i] != lengths[i]) y = y.Gather(Tensor.From<int>(Members(new(from[i], lengths[i]), out int longest), [lengths[i], longest], y.Device), i + 1).Max(i + 2);
        return [y];
    }

    /// <summary>The inputs of each output; shorter windows name their last one again.</summary>
    private static int[] Members(AdaptiveWindows windows, out int longest)
    {
        longest = windows.Longest;
        var members = new int[windows.To * longest];
        for (int o = 0; o < windows.To; o++)
        {
            var (first, end) = windows.At(o);
            for (int k = 0; k < longest; k++) members[o * longest + k] = Math.Min(first + k, end - 1);
        }
        return members;
    }
}

public sealed partial class Tensor
{
    /// <summary>The largest element of windows that divide the spatial axes of [batch, spatial.., channels] into given numbers of parts.</summary>
    /// <inheritdoc cref="AdaptiveAveragePool" path="/param"/>
    /// <inheritdoc cref="AdaptiveAveragePool" path="/exception"/>
    public Tensor AdaptiveMaxPool(EquatableArray<int> lengths) => new AdaptiveMaxPoolOp(ConvOperands.Fill(lengths, Rank - 2)).Apply(this);
}
