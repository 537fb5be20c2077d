using System.Numerics;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>The kernels for <see cref="GroupTile{T}"/> at one vector width.</summary>
internal readonly unsafe struct GroupKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly delegate*<GroupTile<T>*, void> _wide, _narrow;
    private readonly delegate*<GroupTile<T>*, GroupTile<T>*, void> _alongK, _alongRows;

    private GroupKernel(int lanes, delegate*<GroupTile<T>*, void> narrow, delegate*<GroupTile<T>*, void> wide = null,
        delegate*<GroupTile<T>*, GroupTile<T>*, void> alongK = null, delegate*<GroupTile<T>*, GroupTile<T>*, void> alongRows = null)
    {
        Lanes = lanes;
        _narrow = narrow;
        _wide = wide;
        _alongK = alongK;
        _alongRows = alongRows;
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

    /// <summary>Whether two tiles of so many columns are faster together, by <see cref="RunPair"/>.</summary>
    public bool Pairs(int columns) => _alongK != null && columns == Lanes;

    /// <summary>Computes two narrow tiles that have all but their groups in common, in which A moves by one along k or along the rows.</summary>
    public void RunPair(ref GroupTile<T> tile, ref GroupTile<T> second)
    {
        fixed (GroupTile<T>* t = &tile, u = &second)
        {
            if (tile.KStep == 1) _alongK(t, u);
            else _alongRows(t, u);
        }
    }

    /// <summary>Computes two narrow tiles, neighbours in A and C, from the one panel that B has.</summary>
    /// <param name="tile">The first tile, A set.</param>
    /// <param name="second">The second, to be set.</param>
    /// <param name="a">The first value of each group's first row, of both tiles.</param>
    /// <param name="panel">B packed, <see cref="Lanes"/> columns.</param>
    /// <param name="c">The first row of each group in C, of both tiles.</param>
    /// <param name="ldc">Elements from a row of C to the next of its group.</param>
    public void RunPanel(ref GroupTile<T> tile, ref GroupTile<T> second, T** a, T* panel, T** c, nint ldc)
    {
        tile.B = panel;
        tile.BStep = Lanes;
        tile.SetC(c, 0, ldc);
        second.SetA(a + GroupTile<T>.Groups);
        second.SetC(c + GroupTile<T>.Groups, 0, ldc);
        RunPair(ref tile, ref second);
    }

    /// <summary>Packs a whole B of <paramref name="columns"/> by <paramref name="k"/> for <see cref="RunPanels"/>: panel after panel, a multiple of
    /// <see cref="Lanes"/> columns in all.</summary>
    public void Pack<TB>(TB packer, int columns, int k, T* panels) where TB : struct, IPanelPacker<T>
    {
        for (int j = 0, panel; j < columns; j += panel)
        {
            panel = PanelColumns(columns - j);
            packer.Pack(panels + (long)j * k, j, Math.Min(panel, columns - j), 0, k, panel);
        }
    }

    /// <summary>A whole B packed, in kept memory where B is kept.</summary>
    public PackRoom<T> Panels<TB>(TB packer, int columns, int k, KeptOperand kept) where TB : struct, IPanelPacker<T>
    {
        var room = kept.Rent<T>(PackForm.Panels, columns, k, Lanes, (long)Blocking.RoundUp(columns, Lanes) * k);
        if (room.IsFilled) return room;
        Pack(packer, columns, k, room.Pointer);
        room.Filled();
        return room;
    }

    /// <summary>Computes all columns of a tile's rows from packed panels of B.</summary>
    /// <param name="tile">The tile, A set.</param>
    /// <param name="panels">B packed.</param>
    /// <param name="k">Values of a column of B.</param>
    /// <param name="columns">Columns of C.</param>
    /// <param name="c">The first row of each group in C.</param>
    /// <param name="ldc">Elements from a row of C to the next of its group.</param>
    /// <param name="nextA">What is read next, asked for meanwhile.</param>
    /// <param name="nextC">What is written next.</param>
    public void RunPanels(ref GroupTile<T> tile, T* panels, int k, int columns, T** c, nint ldc, LineStream nextA = default, LineStream nextC = default)
    {
        for (int j = 0, panel; j < columns; j += panel)
        {
            panel = PanelColumns(columns - j);
            tile.B = panels + (long)j * k;
            tile.BStep = panel;
            if (!nextA.Lend(ref tile, k) && !nextC.Lend(ref tile, k)) tile.AheadStep = 0;
            if (columns - j < panel)
            {
                RunEdge(ref tile, c, ldc, j, columns - j, panel);
                continue;
            }
            tile.SetC(c, j, ldc);
            Run(ref tile, panel);
        }
        nextC.AskRest();
        tile.AheadStep = 0;
    }

    // The kernel writes whole tiles: at the last columns into a tile of its own, from which the part inside C is taken.
    private void RunEdge(ref GroupTile<T> tile, T** c, nint ldc, int column, int count, int panel)
    {
        T* room = stackalloc T[MicroKernel<T>.MaxTile + CacheLines.Spare<T>()], sums = CacheLines.Align(room);
        T** parts = stackalloc T*[GroupTile<T>.Groups];
        for (int g = 0; g < GroupTile<T>.Groups; g++)
            parts[g] = sums + g * GroupTile<T>.GroupRows * panel;
        tile.SetC(parts, 0, panel);
        Run(ref tile, panel);
        for (int row = 0; row < GroupTile<T>.Rows; row++)
        {
            T* line = c[row / GroupTile<T>.GroupRows] + row % GroupTile<T>.GroupRows * ldc + column;
            new ReadOnlySpan<T>(sums + row * panel, count).CopyTo(new Span<T>(line, count));
        }
    }

    public static GroupKernel<T> For(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => new(Vector512<T>.Count, &GroupKernel512Narrow.Run, &GroupKernel512.Run, &GroupKernel512Tall.RunAlongK, &GroupKernel512Tall.RunAlongRows),
        VectorWidth.Bits256 => new(Vector256<T>.Count, &GroupKernelLanes.Run<T, Wide256<T>>),
        VectorWidth.Bits128 => new(Vector128<T>.Count, &GroupKernelLanes.Run<T, Wide128<T>>),
        _ => new(1, &GroupKernelLanes.Run<T, Wide1<T>>),
    };
}
