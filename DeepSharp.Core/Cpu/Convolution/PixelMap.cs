namespace DeepSharp.Cpu;

/// <summary>Where positions stand in the output: elements between images, planes, rows and columns of positions.</summary>
internal readonly record struct PixelMap(nint Image, nint Plane, nint Row, nint Column)
{
    /// <summary>Positions that follow each other without gaps.</summary>
    public static PixelMap Dense(in PatchGrid grid, int channels)
    {
        nint row = (nint)grid.W.Positions * channels, plane = row * grid.H.Positions;
        return new(plane * grid.D.Positions, plane, row, channels);
    }

    /// <summary>Positions that are the pixels of an image a stride apart.</summary>
    public static PixelMap Strided(Extent3 image, Extent3 stride, int channels)
    {
        nint row = (nint)image.W * channels, plane = row * image.H;
        return new(plane * image.D, plane * stride.D, row * stride.H, (nint)channels * stride.W);
    }

    /// <summary>The first position of a row.</summary>
    public nint Offset(int image, int plane, int row) => image * Image + plane * Plane + row * Row;
}
