using System.Numerics;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>The kernels for <see cref="GroupTile{T}"/> at one vector width.</summary>
internal readonly unsafe struct GroupKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly delegate*<GroupTile<T>*, void> _wide, _narrow;

    private GroupKernel(int lanes, delegate*<GroupTile<T>*, void> narrow, delegate*<GroupTile<T>*, void> wide = null)
    {
        Lanes = lanes;
        _narrow = narrow;
        _wide = wide;
    }

    /// <summary>Columns of a narrow tile.</summary>
    public int Lanes { get; }

    /// <summary>Columns of the widest tile.</summary>
    public int Columns => _wide != null ? 2 * Lanes : Lanes;

    /// <summary>The width of the tile for this many columns left.</summary>
    public int PanelColumns(int left) => left > Lanes ? Columns : Lanes;

    /// <summary>Computes a tile of one of the two widths.</summary>
    public void Run(ref GroupTile<T> tile, int columns)
    {
        fixed (GroupTile<T>* t = &tile)
        {
            if (columns == Lanes) _narrow(t);
            else _wide(t);
        }
    }

    public static GroupKernel<T> For(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => new(Vector512<T>.Count, &GroupKernel512Narrow.Run, &GroupKernel512.Run),
        VectorWidth.Bits256 => new(Vector256<T>.Count, &GroupKernelLanes.Run<T, Wide256<T>>),
        VectorWidth.Bits128 => new(Vector128<T>.Count, &GroupKernelLanes.Run<T, Wide128<T>>),
        _ => new(1, &GroupKernelLanes.Run<T, Wide1<T>>),
    };
}
