namespace DeepSharp.Cpu;

/// <summary>Epilogue that moves the rows of one phase of the input gradient to their pixels, which lie a stride apart.</summary>
/// <param name="grid">The walk of the phase; its positions are the rows of the product.</param>
/// <param name="input">Spatial size of the input.</param>
/// <param name="first">The first input pixel of the phase.</param>
/// <param name="stride">Distance between pixels of the phase.</param>
/// <param name="target">The input gradient, at the group's first channel.</param>
/// <param name="channels">Channels of the input gradient.</param>
internal readonly unsafe struct PhaseScatter<T>(PatchGrid grid, Extent3 input, Extent3 first, Extent3 stride, T* target, int channels)
    : IEpilogue<T>
    where T : unmanaged
{
    public void Apply(T* c, int ldc, int row, int rows, int col, int cols)
    {
        var cursor = PatchCursor.At(grid, row);
        for (int i = 0; i < rows; i++, c += ldc, cursor.Advance(grid))
        {
            long depth = (long)cursor.Image * input.D + first.D + (long)cursor.D * stride.D;
            long line = depth * input.H + first.H + (long)cursor.H * stride.H;
            long pixel = line * input.W + first.W + (long)cursor.W * stride.W;
            new ReadOnlySpan<T>(c, cols).CopyTo(new Span<T>(target + pixel * channels + col, cols));
        }
    }
}
