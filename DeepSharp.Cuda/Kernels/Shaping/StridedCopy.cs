namespace DeepSharp.Gpu;

/// <summary>Copies an array from one layout to another, for example into a part of a larger array.</summary>
internal static class StridedCopy
{
    private const int MaxAxes = 6, Threads = 256, Tile = 32, ShortAxis = 8;

    /// <summary>Kernels count elements in 32 bits.</summary>
    private const long MaxElements = 1L << 30;

    /// <summary>An axis as both sides walk it; strides are in elements.</summary>
    private readonly record struct Axis(long Length, long From, long To);

    /// <summary>Copies elements of <paramref name="size"/> bytes; the pointers are those of the first element, strides are in elements.</summary>
    public static void Run(
        CudaContext cuda, Shape shape, ReadOnlySpan<long> fromStrides, ReadOnlySpan<long> toStrides, DevicePointer from, DevicePointer to, int size)
    {
        Span<Axis> axes = stackalloc Axis[shape.Rank + 1];
        int rank = 0;
        // Innermost first; neighbouring axes that both sides walk in one go are merged.
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            if (shape[d] == 0) return;
            if (shape[d] == 1) continue;
            if (rank > 0 && axes[rank - 1] is var inner && fromStrides[d] == inner.From * inner.Length && toStrides[d] == inner.To * inner.Length)
                axes[rank - 1] = inner with { Length = inner.Length * shape[d] };
            else
                axes[rank++] = new(shape[d], fromStrides[d], toStrides[d]);
        }
        if (rank == 0) axes[rank++] = new(1, 1, 1);
        axes = axes[..rank];
        if (axes is [{ From: 1, To: 1 } line]) cuda.Copy(from, to, line.Length * size);
        else Run(cuda, axes, from, to, Widen(axes, from, to, size));
    }

    /// <summary>Where both sides run along the inner axis, several elements are moved as one.</summary>
    /// <returns>Bytes of what is moved at a time.</returns>
    private static int Widen(Span<Axis> axes, DevicePointer from, DevicePointer to, int size)
    {
        if (axes[0] is not { From: 1, To: 1 }) return size;
        long multiples = axes[0].Length * size | (long)from.Address | (long)to.Address;
        foreach (var axis in axes[1..]) multiples |= axis.From * size | axis.To * size;
        int unit = ElementCarrier.Unit(multiples), times = unit / size;
        axes[0] = axes[0] with { Length = axes[0].Length / times };
        foreach (ref var axis in axes[1..]) axis = new(axis.Length, axis.From / times, axis.To / times);
        return unit;
    }

    private static void Run(CudaContext cuda, ReadOnlySpan<Axis> axes, DevicePointer from, DevicePointer to, int unit)
    {
        long inner = 1;
        foreach (var axis in axes[..^1]) inner *= axis.Length;
        var outer = axes[^1];
        if (axes.Length > MaxAxes)
            for (long i = 0; i < outer.Length; i++) Run(cuda, axes[..^1], from + i * outer.From * unit, to + i * outer.To * unit, unit);
        else if (inner * outer.Length > MaxElements)
        {
            Span<Axis> part = stackalloc Axis[axes.Length];
            axes.CopyTo(part);
            long piece = Math.Max(1, MaxElements / inner);
            for (long i = 0; i < outer.Length; i += piece)
            {
                part[^1] = outer with { Length = Math.Min(piece, outer.Length - i) };
                if (part.Length > 1 && part[^1].Length == 1) Run(cuda, part[..^1], from + i * outer.From * unit, to + i * outer.To * unit, unit);
                else Run(cuda, part, from + i * outer.From * unit, to + i * outer.To * unit, unit);
            }
        }
        else if (!Transpose(cuda, axes, from, to, unit))
            Launch(cuda, axes, from, to, unit, (int)(inner * outer.Length));
    }

    private static void Launch(CudaContext cuda, ReadOnlySpan<Axis> given, DevicePointer from, DevicePointer to, int unit, int count)
    {
        Span<Axis> a = stackalloc Axis[MaxAxes];
        a.Fill(new(1, 0, 0));
        given.CopyTo(a);
        cuda.Launch(
            ElementCarrier.Function(cuda, "copy", "copy_strided", "copy_strided_x2", unit), cuda.GridFor(count, Threads), from, to, count, given.Length,
            (int)a[0].Length, (int)a[1].Length, (int)a[2].Length, (int)a[3].Length, (int)a[4].Length,
            a[0].From, a[1].From, a[2].From, a[3].From, a[4].From, a[5].From, a[0].To, a[1].To, a[2].To, a[3].To, a[4].To, a[5].To);
    }

    /// <summary>Where the sides run along different axes, tiles are turned in shared memory.</summary>
    private static bool Transpose(CudaContext cuda, ReadOnlySpan<Axis> axes, DevicePointer from, DevicePointer to, int unit)
    {
        var q = axes[0];
        if (q.To != 1 || q.From == 1 || q.Length < ShortAxis || axes.Length > 5) return false;
        int at = 1;
        while (at < axes.Length && (axes[at].From != 1 || axes[at].Length < ShortAxis)) at++;
        if (at == axes.Length) return false;
        Span<Axis> b = stackalloc Axis[3];
        b.Fill(new(1, 0, 0));
        axes[1..at].CopyTo(b);
        axes[(at + 1)..].CopyTo(b[(at - 1)..]);
        var p = axes[at];
        long batch = b[0].Length * b[1].Length * b[2].Length, tiles = (p.Length + Tile - 1) / Tile * ((q.Length + Tile - 1) / Tile) * batch;
        cuda.Launch(
            cuda.Function("copy", "copy_transposed", ElementCarrier.Of(unit)), new LaunchGrid((int)Math.Min(tiles, cuda.Multiprocessors * 32L), Threads),
            from, to, (int)p.Length, (int)q.Length, q.From, p.To, (int)batch, (int)b[0].Length, (int)b[1].Length,
            b[0].From, b[1].From, b[2].From, b[0].To, b[1].To, b[2].To);
        return true;
    }
}
