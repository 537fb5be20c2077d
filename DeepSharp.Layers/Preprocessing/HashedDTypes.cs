namespace DeepSharp.Layers;

/// <summary>The types of what is hashed: Keras gives such a layer the dtype int64 where it gives bins, a floating one where it gives vectors.</summary>
internal static class HashedDTypes
{
    /// <summary>The settings with Keras' dtype.</summary>
    public static IEnumerable<ConfigEntry> Config(IEnumerable<ConfigEntry> settings, OutputMode mode, DType dtype) => settings.Select(e =>
        e.Key == "dtype" && mode == OutputMode.Int && dtype.IsFloating ? e with { Value = ConfigObject.DTypePolicy(DType.Int64.KerasName) } : e);

    /// <summary>Bins in the form that the mode asks for.</summary>
    public static Tensor Encode(Tensor bins, OutputMode mode, int numBins, DType dtype)
    {
        var y = CategoryVectors.Encode(bins, mode, numBins, dtype);
        return mode == OutputMode.Int && !dtype.IsFloating ? y.Cast(dtype) : y;
    }
}
