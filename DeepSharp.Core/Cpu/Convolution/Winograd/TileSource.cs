using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Square tiles of images [batch, H, W, channels], with zeros where they hang over the border.</summary>
/// <param name="data">The first image.</param>
/// <param name="size">Rows and columns of an image.</param>
/// <param name="channels">Channels of a pixel.</param>
/// <param name="grid">Tiles along rows and columns.</param>
/// <param name="origin">Row and column of the first tile.</param>
/// <param name="side">Pixels of a tile along each axis; tiles begin four pixels apart.</param>
internal readonly unsafe struct TileSource<T>(T* data, (int H, int W) size, int channels, (int H, int W) grid, (int H, int W) origin, int side)
    where T : unmanaged
{
    /// <summary>Elements of memory that <see cref="Locate"/> may need.</summary>
    public long Scratch => (long)side * side * channels;

    /// <summary>Where a tile of all images stands: the image, and its first row and column, which may lie outside.</summary>
    public (int Image, int Row, int Column) Place(int tile)
    {
        var (line, column) = Math.DivRem(tile, grid.W);
        var (image, row) = Math.DivRem(line, grid.H);
        return (image, row * WinogradPlan.OutputSide + origin.H, column * WinogradPlan.OutputSide + origin.W);
    }

    /// <summary>The first pixel of a tile, in the image or in a copy with zeros; rows lie <paramref name="rowStep"/> elements apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public T* Locate<V>(int tile, T* scratch, out nint rowStep) where V : struct, ILane<V, T>
    {
        var (image, y, x) = Place(tile);
        rowStep = (nint)size.W * channels;
        if (y >= 0 && x >= 0 && y + side <= size.H && x + side <= size.W) return Pixel(image, y, x);
        V zero = V.Of(0);
        T* to = scratch;
        for (int i = 0; i < side; i++)
        {
            bool inside = (uint)(y + i) < (uint)size.H;
            T* from = Pixel(image, inside ? y + i : 0, x);
            for (int j = 0; j < side; j++, from += channels, to += channels)
            {
                if (inside && (uint)(x + j) < (uint)size.W)
                    for (int c = 0; c < channels; c += V.Count) V.Load(from + c).Store(to + c);
                else
                    for (int c = 0; c < channels; c += V.Count) zero.Store(to + c);
            }
        }
        rowStep = (nint)side * channels;
        return scratch;
    }

    /// <summary>The rows of pixels that some tiles stand in.</summary>
    public LineStream Rows(int first, int end)
    {
        if (first >= end) return default;
        var (image, row, _) = Place(first);
        var (lastImage, lastRow, _) = Place(end - 1);
        T* from = Pixel(image, Math.Max(row, 0), 0), to = Pixel(lastImage, Math.Min(lastRow + side, size.H), 0);
        return new(from, (nint)((byte*)to - (byte*)from));
    }

    /// <summary>A pixel of an image.</summary>
    public T* Pixel(int image, int row, int column) => data + (((nint)image * size.H + row) * size.W + column) * channels;
}
