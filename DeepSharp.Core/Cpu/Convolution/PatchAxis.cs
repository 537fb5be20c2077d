namespace DeepSharp.Cpu;

/// <summary>
/// How patches walk along one axis: position p and tap t read <c>p * Stride + Origin + t * TapStep</c>, or zero outside [0, Extent).
/// The forward product reads its input this way, and the input gradient reads the output gradient this way with a negative tap step.
/// </summary>
internal readonly record struct PatchAxis(int Positions, int Stride, int Origin, int Taps, int TapStep, int Extent)
{
    /// <summary>The walk of the forward product along one axis.</summary>
    public static PatchAxis Forward(int positions, int stride, int padBefore, int taps, int dilation, int extent) =>
        new(positions, stride, -padBefore, taps, dilation, extent);

    /// <summary>The coordinate of a position's first tap.</summary>
    public int Start(int position) => position * Stride + Origin;
}
