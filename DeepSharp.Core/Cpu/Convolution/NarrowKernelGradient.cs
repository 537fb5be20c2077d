using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The kernel gradient of a convolution that makes few channels, without strides: that of the convolution which sees the output gradient as data and the
/// data as output gradient, with its taps reversed. Few channels are then those of the patches, and vectors are full.
/// </summary>
internal static unsafe class NarrowKernelGradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>True where few channels are made of many, and the padding reaches no farther than the taps.</summary>
    public static bool Suits(in ConvGeometry g, int lanes)
    {
        var pad = TurnedPad(g);
        return ConvGeometry.AreFew(g.OutChannels, g.InChannels, lanes) && g.Groups == 1 && g.Stride.Volume == 1 && pad is { D: >= 0, H: >= 0, W: >= 0 };
    }

    /// <summary>Computes <paramref name="dw"/> [taps, channels in, channels out].</summary>
    public static void Run(in ConvGeometry g, T* x, T* dy, T* dw)
    {
        var turned = g with { Input = g.Output, Output = g.Input, PadBefore = TurnedPad(g), InChannels = g.OutChannels, OutChannels = g.InChannels };
        int taps = g.Kernel.Volume, channels = g.InChannels, made = g.OutChannels;
        using var sums = ScratchArena.Rent<T>((long)taps * channels * made);
        ConvCore.KernelGradient(turned, dy, x, sums.Pointer);
        for (int t = taps - 1; t >= 0; t--)
        {
            T* tap = sums.Pointer + (long)t * channels * made;
            for (int c = 0; c < channels; c++)
                for (int o = 0; o < made; o++) *dw++ = tap[o * channels + c];
        }
    }

    private static Extent3 TurnedPad(in ConvGeometry g) => new(
        (g.Kernel.D - 1) * g.Dilation.D - g.PadBefore.D, (g.Kernel.H - 1) * g.Dilation.H - g.PadBefore.H, (g.Kernel.W - 1) * g.Dilation.W - g.PadBefore.W);
}
