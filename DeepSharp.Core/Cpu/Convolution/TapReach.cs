namespace DeepSharp.Cpu;

/// <summary>Along one axis, what the taps of a target read: of a convolution without strides, or of the input gradient of any.</summary>
/// <param name="Gradient">Whether the output gradient is read, from input to input.</param>
/// <param name="Stride">The convolution's stride.</param>
/// <param name="Pad">Zeros before its data.</param>
/// <param name="Dilation">Distance between its taps.</param>
/// <param name="Taps">Its taps.</param>
/// <param name="Extent">Length of what is read.</param>
internal readonly record struct TapReach(bool Gradient, int Stride, int Pad, int Dilation, int Taps, int Extent)
{
    /// <summary>What a tap of a target reads, or −1 where there is nothing.</summary>
    public int Source(int target, int tap)
    {
        int reach = Gradient ? target + Pad - tap * Dilation : target - Pad + tap * Dilation;
        if (Gradient)
        {
            if (reach < 0 || reach % Stride != 0) return -1;
            reach /= Stride;
        }
        return (uint)reach < (uint)Extent ? reach : -1;
    }

    /// <summary>The sources [From, To) that targets [first, last) read; empty where there are none.</summary>
    public (int From, int To) Sources(int first, int last)
    {
        int from = Extent, to = 0;
        for (int target = first; target < last; target++)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                int source = Source(target, tap);
                if (source >= 0) (from, to) = (Math.Min(from, source), Math.Max(to, source + 1));
            }
        }
        return from < to ? (from, to) : (0, 0);
    }

    /// <summary>The most sources that neighbouring targets read.</summary>
    public int MostSources(int targets) => (int)Math.Min(Extent, ((long)targets + (long)(Taps - 1) * Dilation) / (Gradient ? Stride : 1) + 1);
}
