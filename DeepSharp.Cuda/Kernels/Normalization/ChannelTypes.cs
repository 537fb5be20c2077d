namespace DeepSharp.Gpu;

/// <summary>The element types normalizations run on.</summary>
internal static class ChannelTypes
{
    /// <summary>Whether the kernels read data and parameters as they are: all of one wide type, or data of 16 bits with parameters in float32.</summary>
    public static bool Suit(ReadOnlySpan<TensorSpec> inputs) => !inputs[0].DType.Is16Bit || Moments.IsMixed(inputs);
}
