using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The right factor of many small products, packed into panels once: each holds <paramref name="width"/> columns, row after row.</summary>
/// <param name="data">Room for <see cref="Size"/> values.</param>
/// <param name="k">Rows of the matrix.</param>
/// <param name="width">Columns of a panel; zeros fill up the last one.</param>
internal readonly unsafe struct PackedMatrix<T>(T* data, int k, int width) where T : unmanaged, IFloatingPointIeee754<T>
{
    // At least this many values for one thread: packing fewer takes less time than waking it.
    private const int Grain = 16_384;

    private readonly T* _data = data;

    /// <summary>Rows of the matrix.</summary>
    public int K { get; } = k;

    /// <summary>Columns of a panel.</summary>
    public int Width { get; } = width;

    /// <summary>Values that a matrix takes.</summary>
    public static long Size(int columns, int k, int width) => (long)Blocking.RoundUp(columns, width) * k;

    /// <summary>A panel from row <paramref name="k0"/> on.</summary>
    public T* Panel(int panel, int k0 = 0) => _data + ((long)panel * K + k0) * Width;

    /// <summary>Packs all columns.</summary>
    public void Pack<TPacker>(TPacker packer, int columns) where TPacker : struct, IPanelPacker<T>
    {
        int panels = Blocking.CeilDiv(columns, Width);
        var pack = new PackPanels<T, TPacker>(packer, _data, 0, columns, 0, K, Width);
        CpuPool.For(panels, Math.Clamp(Grain / Math.Max(1, K * Width), 1, panels), ref pack);
    }
}
