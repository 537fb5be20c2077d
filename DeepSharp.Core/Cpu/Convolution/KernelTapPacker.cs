using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The kernel [kD, kH, kW, in, out] as B of the input gradient: line = input channel, k = (tap d, tap h, tap w, output channel) over the
/// taps
/// of one phase. Each tap is a run of contiguous output channels.
/// </summary>
internal readonly unsafe struct KernelTapPacker<T>(
    T* kernel, Extent3 taps, Extent3 phaseTaps, Extent3 firstTap, Extent3 tapStep, int inChannels, int outChannels)
        : IPanelPacker<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The kernel is small, and its taps are taken in another order.
    public LineStream Source(int first, int count, int k0, int kc) => default;

    public LineRows<T> Rows(int first, int k0) => default;

    public void Pack(T* panel, int first, int count, int k0, int kc, int width)
    {
        T** runs = stackalloc T*[count];
        var (tap, channel) = Math.DivRem(k0, outChannels);
        for (; kc > 0; tap++, channel = 0)
        {
            int length = Math.Min(kc, outChannels - channel);
            var (rest, w) = Math.DivRem(tap, phaseTaps.W);
            var (d, h) = Math.DivRem(rest, phaseTaps.H);
            int row = (firstTap.D + d * tapStep.D) * taps.H + firstTap.H + h * tapStep.H;
            long at = (long)row * taps.W + firstTap.W + w * tapStep.W;
            T* source = kernel + (at * inChannels + first) * outChannels + channel;
            for (int r = 0; r < count; r++)
                runs[r] = source + (long)r * outChannels;
            PanelInterleave.Run(runs, count, width, length, panel);
            panel += (long)length * width;
            kc -= length;
        }
    }
}
