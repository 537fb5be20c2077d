namespace DeepSharp;

/// <summary>The windows of adaptive pooling: output o of an axis sees the inputs from ⌊o · n / m⌋ up to ⌈(o + 1) · n / m⌉, for n inputs and m outputs.</summary>
/// <param name="From">The number of inputs n.</param>
/// <param name="To">The number of outputs m.</param>
internal readonly record struct AdaptiveWindows(int From, int To)
{
    /// <summary>No window is longer than this.</summary>
    public int Longest => Math.Min(From, (From + To - 1) / To + 1);

    /// <summary>The inputs [First, End) of an output.</summary>
    public (int First, int End) At(int output) => ((int)((long)output * From / To), (int)(((output + 1L) * From + To - 1) / To));

    /// <summary>Rejects data and lengths that do not go together.</summary>
    /// <returns>The shape of the pooled data.</returns>
    public static Shape Pooled(Op op, EquatableArray<int> lengths, TensorSpec x)
    {
        Domains.Require(op.Name, FnDomain.Floating, x.DType);
        if (x.Shape.Rank is < 3 or > 5)
            throw new ShapeMismatchException(
                $"[{op.Name}] expects data [batch, spatial.., channels] with 1 to 3 spatial axes but got {x.Shape}. Add a missing axis with ExpandDims.");
        ConvOperands.RequireSteps(op.Name, "lengths", lengths, x.Shape.Rank - 2);
        foreach (int length in x.Shape.Dims[1..^1])
            if (length == 0) throw new ShapeMismatchException($"[{op.Name}] cannot pool an axis without elements: {x.Shape}.");
        return [x.Shape[0], .. lengths.Span, x.Shape[^1]];
    }
}

/// <summary>The mean over adaptive windows as weights along an axis.</summary>
/// <param name="From">The number of inputs.</param>
/// <param name="To">The number of outputs.</param>
public sealed record AdaptiveMeanTaps(int From, int To) : AxisTaps(From, To)
{
    private AdaptiveWindows Windows => new(From, To);

    /// <inheritdoc/>
    public override int Most => Windows.Longest;

    /// <inheritdoc/>
    public override (int First, int Count) Write(int output, Span<double> weights)
    {
        var (first, end) = Windows.At(output);
        weights[..(end - first)].Fill(1.0 / (end - first));
        return (first, end - first);
    }
}
