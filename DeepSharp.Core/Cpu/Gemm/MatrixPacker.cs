using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>Packs a plain matrix. The strides of line and k index cover row-major, transposed and sliced matrices alike.</summary>
/// <remarks>For the A side the lines are rows: (rowStride, colStride). For the B side they are columns: (colStride, rowStride).</remarks>
internal readonly unsafe struct MatrixPacker<T>(T* data, long lineStride, long kStride) : IPanelPacker<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* _data = data;
    private readonly long _lineStride = lineStride;
    private readonly long _kStride = kStride;

    public void Pack(T* panel, int first, int count, int k0, int kc, int width)
    {
        T* source = _data + first * _lineStride + k0 * _kStride;
        if (_lineStride == 1)
            CopyLines(panel, source, count, kc, width);
        else if (_kStride == 1)
            Interleave(panel, source, count, kc, width);
        else
            Gather(panel, source, count, kc, width);
    }

    public LineStream Source(int first, int count, int k0, int kc)
    {
        bool dense = _lineStride == 1 && _kStride == count || _kStride == 1 && _lineStride == kc;
        return dense ? new(_data + first * _lineStride + k0 * _kStride, (nint)count * kc * sizeof(T)) : default;
    }

    public LineRows<T> Rows(int first, int k0) => _lineStride == 1 ? new(_data + first + k0 * _kStride, (nint)_kStride) : default;

    // The lines lie side by side: each k is one straight copy. Optimised from the first call on: the first steps of a model wait for it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyLines(T* panel, T* source, int count, int kc, int width)
    {
        int vector = Vector<T>.Count;
        for (int k = 0; k < kc; k++, source += _kStride, panel += width)
        {
            int r = 0;
            for (; r <= count - vector; r += vector)
                Vector.Store(Vector.Load(source + r), panel + r);
            // Panels of A are narrower than the widest vector, or not a multiple of it.
            for (; r <= count - Vector128<T>.Count; r += Vector128<T>.Count)
                Vector128.Store(Vector128.Load(source + r), panel + r);
            for (; r < count; r++)
                panel[r] = source[r];
            for (; r < width; r++)
                panel[r] = default;
        }
    }

    private void Interleave(T* panel, T* source, int count, int kc, int width)
    {
        T** lines = stackalloc T*[count];
        for (int r = 0; r < count; r++)
            lines[r] = source + r * _lineStride;
        PanelInterleave.Run(lines, count, width, kc, panel);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(T* panel, T* source, int count, int kc, int width)
    {
        for (int k = 0; k < kc; k++, source += _kStride, panel += width)
        {
            for (int r = 0; r < width; r++)
                panel[r] = r < count ? source[r * _lineStride] : default;
        }
    }
}
