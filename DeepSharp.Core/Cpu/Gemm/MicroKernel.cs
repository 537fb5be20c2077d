using System.Numerics;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>
/// A register-blocked inner product of packed panels: <c>C[Rows, Columns] (= or +=) sum over k of a[k * Rows + i] * b[k * Columns + j]</c>.
/// Each element is one chain of multiply-adds in the order of k, so its value does not depend on where in a tile it falls.
/// </summary>
internal readonly unsafe struct MicroKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The largest tile of any width, in elements.</summary>
    public const int MaxTile = 12 * 32;

    private readonly delegate*<int, T*, T*, T*, long, bool, void> _narrow;

    private MicroKernel(
        int rows, int columns, delegate*<int, T*, T*, T*, long, bool, void> run, delegate*<int, T*, T*, T*, long, bool, void> narrow = null,
        delegate*<int, T*, T*, T*, long, bool, byte*, void> ahead = null, delegate*<int, T*, T*, nint, T*, T*, long, bool, void> packing = null)
    {
        Rows = rows;
        Columns = columns;
        Run = run;
        _narrow = narrow;
        RunAhead = ahead;
        RunPacking = packing;
    }

    /// <summary>Rows of a tile.</summary>
    public int Rows { get; }

    /// <summary>Columns of a tile.</summary>
    public int Columns { get; }

    /// <summary>Rows of the panels that fill up what whole tiles leave; zero where there are none for the width.</summary>
    public int ShortRows => RunPacking != null ? 8 : 0;

    /// <summary>Rows of the next panel of A with this many left, so that as few as possible are multiplied in vain.</summary>
    public int PanelRows(int left) => ShortRows > 0 && (left <= ShortRows || left > Rows && left <= 2 * ShortRows) ? ShortRows : Rows;

    /// <summary>The kernel: (kc, a, b, c, ldc, accumulate). It writes the whole tile.</summary>
    public delegate*<int, T*, T*, T*, long, bool, void> Run { get; }

    /// <summary>The kernel that with each k asks for the next line of other memory, from its last argument on; null where there is none for the width.</summary>
    public delegate*<int, T*, T*, T*, long, bool, byte*, void> RunAhead { get; }

    /// <summary>The kernel that reads rows of B where they lie and packs them on the way: (kc, a, b, ldb, panel of B, c, ldc, accumulate); null where there is
    /// none for the width.</summary>
    public delegate*<int, T*, T*, nint, T*, T*, long, bool, void> RunPacking { get; }

    /// <summary>Columns of the narrow tile, for the last columns of a product; zero where there is no kernel for it.</summary>
    public int NarrowColumns => _narrow != null ? Columns / 2 : 0;

    /// <summary>The width of a panel of B with this many columns left.</summary>
    public int PanelColumns(int left) => left <= NarrowColumns ? NarrowColumns : Columns;

    /// <summary>The kernel for a panel of B of this width.</summary>
    public delegate*<int, T*, T*, T*, long, bool, void> ForPanel(int columns) => columns == Columns ? Run : _narrow;

    /// <summary>Some rows of a short panel times a panel of B of this width; only these rows are written.</summary>
    public void RunShort(int rows, int kc, T* a, T* b, int width, T* c, long ldc, bool accumulate)
    {
        if (width == Columns) LaneProduct.Run<Wide512<T>, T>(rows, kc, a, 1, ShortRows, b, width, c, ldc, accumulate);
        else LaneProduct.Run<Wide256<T>, T>(rows, kc, a, 1, ShortRows, b, width, c, ldc, accumulate);
    }

    public static MicroKernel<T> For(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => new(Kernel512.Rows, 2 * Vector512<T>.Count, &Kernel512.Run, &Kernel512Narrow.Run, &Kernel512.RunAhead, &Kernel512.RunPacking),
        VectorWidth.Bits256 => new(Kernel256.Rows, 2 * Vector256<T>.Count, &Kernel256.Run),
        VectorWidth.Bits128 => new(Kernel128.Rows, 2 * Vector128<T>.Count, &Kernel128.Run),
        _ => new(KernelScalar.Rows, KernelScalar.Columns, &KernelScalar.Run),
    };
}
