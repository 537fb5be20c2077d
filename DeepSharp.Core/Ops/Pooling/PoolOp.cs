namespace DeepSharp;

/// <summary>The part that all pooling ops over [batch, spatial.., channels] share: 1 to 3 spatial axes, windows, strides, border.</summary>
/// <param name="Window">The lengths of the window, one for each spatial axis.</param>
/// <param name="Strides">The step between windows, one for each spatial axis.</param>
/// <param name="Padding">The border; what lies outside never counts.</param>
public abstract record PoolOp(EquatableArray<int> Window, EquatableArray<int> Strides, SpatialPadding Padding) : Op
{
    /// <inheritdoc/>
    public override string Family => "Pooling";

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs)
    {
        long taps = 1, bytes = 0;
        foreach (int k in Window.Span) taps *= k;
        foreach (var s in inputs) bytes += s.Bytes;
        return new(taps * Math.Min(inputs[0].Shape.Count, outputs[0].Shape.Count), bytes + outputs[0].Bytes);
    }

    /// <summary>The shape that pooling data of this shape gives.</summary>
    internal Shape Pooled(Shape x, DType dtype)
    {
        Domains.Require(Name, FnDomain.Floating, dtype);
        int axes = x.Rank - 2;
        if (axes is < 1 or > 3)
            throw new ShapeMismatchException(
                $"[{Name}] expects data [batch, spatial.., channels] with 1 to 3 spatial axes but got {x}. Add a missing axis with ExpandDims.");
        ConvOperands.RequireSteps(Name, "window lengths", Window, axes);
        ConvOperands.RequireSteps(Name, "strides", Strides, axes);
        Padding.Require(Name, axes);
        if (!Padding.IsExplicit && Padding.Rule == DeepSharp.Padding.Causal)
            throw new InvalidValueException($"[{Name}] padding must be Valid or Same but is {Padding}.");
        var dims = x.Dims.ToArray();
        for (int i = 0; i < axes; i++)
        {
            if (Padding.IsExplicit && (Padding.Pairs[i].Before >= Window[i] || Padding.Pairs[i].After >= Window[i]))
                throw new InvalidValueException($"[{Name}] padding {Padding} reaches the window's lengths {Window}: some windows would hold no element.");
            dims[i + 1] = Padding.OutputLength(Name, i, x[i + 1], Window[i], Strides[i]);
        }
        return dims;
    }

    /// <summary>Rejects values at the outputs whose shape is not that of the pooled data.</summary>
    internal void RequirePooled(Shape x, TensorSpec values, DType dtype)
    {
        var pooled = Pooled(x, dtype);
        if (!pooled.Matches(values.Shape) || values.DType != dtype)
            throw new ShapeMismatchException($"[{Name}] pooling {x} gives {new TensorSpec(pooled, dtype)}, but the values at the outputs are {values}.");
    }
}

public sealed partial class Tensor
{
    /// <summary>A pool's strides: the window itself unless they are given.</summary>
    private (EquatableArray<int> Window, EquatableArray<int> Strides) PoolSteps(EquatableArray<int> window, EquatableArray<int> strides)
    {
        window = ConvOperands.Fill(window, Rank - 2);
        return (window, strides.Count == 0 ? window : ConvOperands.Fill(strides, Rank - 2));
    }
}
