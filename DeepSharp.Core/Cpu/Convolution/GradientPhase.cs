namespace DeepSharp.Cpu;

/// <summary>
/// One phase of the input gradient along an axis. Input i receives from output o through tap t where <c>i + pad = o * stride + t *
/// dilation</c>;
/// inputs whose <c>i + pad</c> leave the same remainder by the stride share the same taps, and for them o runs in steps of one. So each
/// phase
/// is a patch walk over the output gradient without wasted zeros.
/// </summary>
/// <param name="Axis">The walk over the output gradient.</param>
/// <param name="FirstInput">The first input of the phase; the others follow at the stride.</param>
/// <param name="FirstTap">The first kernel tap of the phase.</param>
/// <param name="TapStep">Distance between the phase's kernel taps.</param>
internal readonly record struct GradientPhase(PatchAxis Axis, int FirstInput, int FirstTap, int TapStep)
{
    public static GradientPhase Create(int phase, int input, int output, int kernel, int stride, int dilation, int padBefore)
    {
        int first = ((phase - padBefore) % stride + stride) % stride;
        int inputs = first < input ? (input - first - 1) / stride + 1 : 0;
        // Taps with t * dilation = phase (mod stride) repeat at a fixed step; there may be none.
        int step = 1;
        while ((long)step * dilation % stride != 0)
            step++;
        int tap = 0;
        while (tap < step && (long)tap * dilation % stride != phase)
            tap++;
        int taps = tap < step && tap < kernel ? (kernel - tap - 1) / step + 1 : 0;
        int origin = taps == 0 ? 0 : (first + padBefore - tap * dilation) / stride;
        return new(new PatchAxis(inputs, 1, origin, taps, -(int)((long)step * dilation / stride), output), first, tap, step);
    }
}
