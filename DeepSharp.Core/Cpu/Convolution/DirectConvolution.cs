using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// Convolution that reads its patches where they lie: tiles of four times three neighbouring positions by one or two vectors of channels. Serves the
/// forward product, and the input gradient phase by phase.
/// </summary>
/// <remarks>Rows of positions are shared out; those of one image are done in strips that stay in cache for the epilogue. A row whose length is no
/// multiple of three does its last positions twice, with the same result.</remarks>
internal unsafe struct DirectConvolution<T, TE> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TE : struct, IEpilogue<T>
{
    private const int StripElements = 8192;

    public PatchGrid Grid;
    public T* Data;             // the first image
    public T* Panels;           // the weights, packed by columns of a tile
    public GroupKernel<T> Kernel;
    public int Columns;         // output channels
    public T* Target;           // the first output pixel
    public PixelMap Map;
    public TE Epilogue;

    /// <summary>True where tiles waste little and the output is wide enough to be cut into threes.</summary>
    public static bool Suits(in PatchGrid grid)
    {
        int width = grid.W.Positions;
        return width >= GroupTile<T>.GroupRows && grid.PatchSize > 0
            && Blocking.RoundUp(width, GroupTile<T>.GroupRows) * 5L <= width * 6L;
    }

    /// <summary>Packs the weights and shares out the rows of positions of all images.</summary>
    public static void Share<TB>(int batch, DirectConvolution<T, TE> body, TB weights, VectorWidth? width = null, KeptOperand kept = default)
        where TB : struct, IPanelPacker<T>
    {
        body.Kernel = GroupKernel<T>.For(width ?? BestVectorWidth.Value);
        int k = body.Grid.PatchSize;
        using var packed = body.Kernel.Panels(weights, body.Columns, k, kept);
        body.Panels = packed.Pointer;
        int rows = checked(batch * body.Grid.D.Positions * body.Grid.H.Positions);
        long work = (long)body.Grid.W.Positions * k * body.Columns;
        int tasks = Blocking.Tasks(work * rows);
        if (tasks == 1)
            body.Run(0, rows);
        else
            CpuPool.For(rows, Blocking.CeilDiv(rows, tasks), ref body);
    }

    public readonly void Run(int start, int end)
    {
        int strip = Math.Clamp(StripElements / (Grid.W.Positions * Columns), 1, Grid.H.Positions);
        var window = new PatchWindow<T>(Grid, strip);
        var runs = new TapRuns(Grid);
        using var scratch = ScratchArena.Rent<T>(window.Scratch);
        using var offsets = ScratchArena.Rent<nint>(runs.Count);
        runs.Offsets(window, offsets.Pointer);
        var tile = new GroupTile<T>
        {
            RowStep = window.Steps.Column,
            KStep = 1,
            RunOffsets = offsets.Pointer,
            Runs = runs.Count,
            Length = runs.Length,
        };
        for (int row = start, rows; row < end; row += rows)
        {
            var (plane, h) = Math.DivRem(row, Grid.H.Positions);
            var (image, d) = Math.DivRem(plane, Grid.D.Positions);
            rows = Math.Min(Math.Min(strip, end - row), Grid.H.Positions - h);
            T* source = window.Load(Data + image * Grid.ImageStride, d, h, rows, scratch.Pointer);
            T* target = Target + Map.Offset(image, d, h);
            Strip(ref tile, source, window.Steps, target, rows);
            Epilogue.Apply(target, (int)Map.Column, row * Grid.W.Positions, rows * Grid.W.Positions, 0, Columns);
        }
    }

    private readonly void Strip(ref GroupTile<T> tile, T* source, (nint Column, nint Row) steps, T* target, int rows)
    {
        int width = Grid.W.Positions, inRow = Blocking.CeilDiv(width, GroupTile<T>.GroupRows), groups = rows * inRow;
        const int one = GroupTile<T>.Groups, two = 2 * one;
        bool pairs = Kernel.Pairs(Columns);
        var other = new GroupTile<T>();
        T** a = stackalloc T*[two], c = stackalloc T*[two];
        for (int first = 0, count; first < groups; first += count)
        {
            count = pairs && groups - first > one ? two : one;
            for (int g = 0; g < count; g++)
            {
                // Where groups run out the last one is done again.
                var (row, part) = Math.DivRem(Math.Min(first + g, groups - 1), inRow);
                int column = Math.Min(part * GroupTile<T>.GroupRows, width - GroupTile<T>.GroupRows);
                a[g] = source + row * steps.Row + column * steps.Column;
                c[g] = target + row * Map.Row + column * Map.Column;
            }
            tile.SetA(a);
            if (count == one)
            {
                Kernel.RunPanels(ref tile, Panels, Grid.PatchSize, Columns, c, Map.Column);
                continue;
            }
            Kernel.RunPanel(ref tile, ref other, a, Panels, c, Map.Column);
        }
    }
}
