namespace DeepSharp.Cpu;

/// <summary>The three axes of a patch walk over data [batch, D, H, W, channels].</summary>
internal readonly record struct PatchGrid(PatchAxis D, PatchAxis H, PatchAxis W, int Channels)
{
    /// <summary>The walk of the forward product.</summary>
    public static PatchGrid Forward(in ConvGeometry g) => new(
        PatchAxis.Forward(g.Output.D, g.Stride.D, g.PadBefore.D, g.Kernel.D, g.Dilation.D, g.Input.D),
        PatchAxis.Forward(g.Output.H, g.Stride.H, g.PadBefore.H, g.Kernel.H, g.Dilation.H, g.Input.H),
        PatchAxis.Forward(g.Output.W, g.Stride.W, g.PadBefore.W, g.Kernel.W, g.Dilation.W, g.Input.W),
        g.InChannels);

    /// <summary>Positions of one image.</summary>
    public int Positions => checked(D.Positions * H.Positions * W.Positions);

    /// <summary>Values of one patch.</summary>
    public int PatchSize => checked(D.Taps * H.Taps * W.Taps * Channels);

    /// <summary>Elements of one image.</summary>
    public long ImageStride => (long)D.Extent * H.Extent * W.Extent * Channels;

    /// <summary>True where the taps of a row read one contiguous stretch of memory.</summary>
    public bool RowsAreContiguous => W.TapStep == 1;

    /// <summary>Offset of a pixel inside its image.</summary>
    public long Offset(int d, int h, int w) => (((long)d * H.Extent + h) * W.Extent + w) * Channels;
}
