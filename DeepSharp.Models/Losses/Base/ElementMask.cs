namespace DeepSharp;

/// <summary>Masks and weights brought beside the values they belong to.</summary>
internal static class ElementMask
{
    /// <summary>Adds or drops trailing axes of one so that weights stand beside the values they belong to.</summary>
    /// <exception cref="ShapeMismatchException">The weights would not stretch to the values' shape.</exception>
    public static Tensor Fit(string who, Tensor weight, Tensor values, string what = "sample weights")
    {
        var fitted = weight;
        while (fitted.Rank > values.Rank && fitted.Shape[^1] == 1) fitted = fitted.Squeeze(-1);
        while (fitted.Rank < values.Rank) fitted = fitted.ExpandDims(-1);
        bool fits = fitted.Rank == values.Rank;
        for (int i = 0; fits && i < values.Rank; i++)
            fits = fitted.Shape[i] == 1 || fitted.Shape[i] == values.Shape[i] || fitted.Shape[i] == Dim.Any || values.Shape[i] == Dim.Any;
        return fits ? fitted : throw new ShapeMismatchException(
            $"{who}: {what} of shape {weight.Shape} do not fit values of shape {values.Shape}. "
            + "Give one per sample [batch], or one per value; lengths of 1 are stretched.");
    }

    /// <summary>Where both masks hold, as bool fitted to the values; a missing mask holds everywhere.</summary>
    public static Tensor? Both(Tensor? a, Tensor? b, Tensor values)
    {
        if (a is null || b is null) return a ?? b;
        return (Fit("mask", a.Cast(DType.Int32), values, "masks") * Fit("mask", b.Cast(DType.Int32), values, "masks")).Cast(DType.Bool);
    }

    /// <summary>Weights times mask, fitted to the values and of their type; null where every value counts as one.</summary>
    public static Tensor? Weights(string who, Tensor? weight, Tensor? mask, Tensor values)
    {
        var w = weight is null ? null : Fit(who, weight.Cast(values.DType), values);
        var m = mask is null ? null : Fit(who, mask.Cast(values.DType), values, "masks");
        return w is null ? m : m is null ? w : w * m;
    }
}
