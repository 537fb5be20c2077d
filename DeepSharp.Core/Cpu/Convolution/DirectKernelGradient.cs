using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The kernel gradient read from data and output gradient as they lie: tiles of four times three neighbouring kernel values by one or two vectors of
/// output channels, summed over the positions.
/// </summary>
/// <remarks>
/// Positions are cut into segments by the shape alone; each has sums of its own, which are added in order. The tiles of a segment are shared out in
/// parts. So the result does not depend on the number of threads.
/// </remarks>
internal unsafe struct DirectKernelGradient<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    // Positions summed in registers before the sums go back to memory.
    private const int StripPositions = 256;
    private const int MinSegment = 2048;
    private const int MaxSegments = 16;
    private const long MaxSums = 1 << 20;   // of all segments

    public PatchGrid Grid;
    public TapRuns Runs;
    public T* Data, Dy, Sums;
    public GroupKernel<T> Kernel;
    public int Rows;            // of positions, in all images
    public int Channels;        // output channels
    public int Lines;           // of positions in a strip
    public int Segments, Parts;

    /// <summary>True where the kernel's rows can be cut into threes.</summary>
    public static bool Suits(in PatchGrid grid) =>
        grid.PatchSize > 0 && new TapRuns(grid).Length >= GroupTile<T>.GroupRows && grid.Positions > 0;

    private readonly int GroupsInRun => Blocking.CeilDiv(Runs.Length, GroupTile<T>.GroupRows);

    private readonly int Groups => Runs.Count * GroupsInRun;

    /// <summary>Columns of the sums, a multiple of the vectors.</summary>
    private readonly int Columns => Blocking.RoundUp(Channels, Kernel.Lanes);

    /// <summary>Sums of a segment: three for each group, and a group more for the places of a tile that are left over.</summary>
    private readonly long SegmentSize => (Groups + 1L) * GroupTile<T>.GroupRows * Columns;

    /// <summary>Computes <paramref name="dw"/>, the kernel [taps, channels in, channels out].</summary>
    public static void Share(in PatchGrid grid, int batch, T* data, T* dy, int channels, T* dw, VectorWidth? width = null)
    {
        var body = new DirectKernelGradient<T>
        {
            Grid = grid,
            Runs = new TapRuns(grid),
            Data = data,
            Dy = dy,
            Channels = channels,
            Kernel = GroupKernel<T>.For(width ?? BestVectorWidth.Value),
            Rows = checked(batch * grid.D.Positions * grid.H.Positions),
            Lines = Math.Max(1, StripPositions / grid.W.Positions),
        };
        long positions = (long)body.Rows * grid.W.Positions;
        long room = Math.Max(1, MaxSums / body.SegmentSize);
        body.Segments = (int)Math.Clamp(Math.Min(positions / MinSegment, room), 1, Math.Min(MaxSegments, body.Rows));
        int tasks = Blocking.Tasks(positions * grid.PatchSize * channels);
        body.Parts = Math.Clamp(Blocking.CeilDiv(tasks, body.Segments), 1, Blocking.CeilDiv(body.Groups, 4 * GroupTile<T>.Groups));
        using var sums = ScratchArena.Rent<T>(body.Segments * body.SegmentSize);
        body.Sums = sums.Pointer;
        if (tasks == 1)
            body.Run(0, body.Segments * body.Parts);
        else
            CpuPool.For(body.Segments * body.Parts, 1, ref body);
        body.Join(dw);
    }

    public readonly void Run(int start, int end)
    {
        var window = new PatchWindow<T>(Grid, Math.Min(Lines, Grid.H.Positions));
        int columns = Columns;
        int blocks = Lines / Grid.H.Positions + 2;    // images or planes that a strip may touch
        using var scratch = ScratchArena.Rent<T>(window.Scratch * blocks);
        using var taps = ScratchArena.Rent<nint>(Runs.Count);
        using var lines = ScratchArena.Rent<nint>(Lines);
        using var dense = ScratchArena.Rent<T>(columns == Channels ? 0 : (long)Lines * Grid.W.Positions * columns);
        Runs.Offsets(window, taps.Pointer);
        var tile = new GroupTile<T>
        {
            RowStep = 1,
            KStep = window.Steps.Column,
            BStep = columns,
            RunOffsets = lines.Pointer,
            Length = Grid.W.Positions,
        };
        for (int task = start; task < end; task++)
        {
            var (segment, part) = Math.DivRem(task, Parts);
            int first = CpuPool.ChunkStart(Rows, Segments, segment), last = CpuPool.ChunkStart(Rows, Segments, segment + 1);
            T* sums = Sums + segment * SegmentSize;
            for (int row = first; row < last; row += Lines)
            {
                tile.Runs = Math.Min(Lines, last - row);
                tile.Accumulate = row > first;
                T* source = Locate(window, row, tile.Runs, scratch.Pointer, lines.Pointer);
                T* dy = Dy + (long)row * Grid.W.Positions * Channels;
                if (columns != Channels)
                    dy = Widen(dy, tile.Runs * Grid.W.Positions, columns, dense.Pointer);
                // The next strip comes while this one is summed.
                int next = row + tile.Runs, count = Math.Min(Lines, last - next);
                nint perRow = (nint)(Grid.ImageStride / (Grid.D.Positions * Grid.H.Positions)), perRowDy = (nint)Grid.W.Positions * Channels;
                LineStream nextX = new(Data + next * perRow, count * perRow * sizeof(T)), nextDy = new(Dy + next * perRowDy, count * perRowDy * sizeof(T));
                Strip(ref tile, source, taps.Pointer, dy, sums, part, nextX, nextDy);
            }
        }
    }

    // Brings the rows' data into reach, and writes where each row begins, seen from the first.
    private readonly T* Locate(in PatchWindow<T> window, int row, int count, T* scratch, nint* lines)
    {
        T* origin = null;
        for (int done = 0, rows; done < count; done += rows, scratch += window.Scratch)
        {
            var (plane, h) = Math.DivRem(row + done, Grid.H.Positions);
            var (image, d) = Math.DivRem(plane, Grid.D.Positions);
            rows = Math.Min(count - done, Grid.H.Positions - h);
            T* source = window.Load(Data + image * Grid.ImageStride, d, h, rows, scratch);
            if (origin == null) origin = source;
            for (int i = 0; i < rows; i++)
                *lines++ = (nint)(source - origin) + i * window.Steps.Row;
        }
        return origin;
    }

    // The output gradient with zeros up to whole vectors.
    private readonly T* Widen(T* dy, int positions, int columns, T* target)
    {
        for (int p = 0; p < positions; p++)
        {
            var row = new Span<T>(target + (long)p * columns, columns);
            new ReadOnlySpan<T>(dy + (long)p * Channels, Channels).CopyTo(row);
            row[Channels..].Clear();
        }
        return target;
    }

    private readonly void Strip(ref GroupTile<T> tile, T* source, nint* taps, T* dy, T* sums, int part, LineStream nextX, LineStream nextDy)
    {
        const int rows = GroupTile<T>.GroupRows;
        int inRun = GroupsInRun, groups = Groups, columns = Columns, tiles = Blocking.CeilDiv(groups, GroupTile<T>.Groups);
        int first = CpuPool.ChunkStart(tiles, Parts, part), last = CpuPool.ChunkStart(tiles, Parts, part + 1);
        int steps = tile.Runs * tile.Length;
        const int one = GroupTile<T>.Groups, two = 2 * one;
        bool pairs = Kernel.Pairs(columns);
        var other = new GroupTile<T>();
        T** a = stackalloc T*[two], c = stackalloc T*[two];
        for (int group = first * one, count; group < last * one; group += count)
        {
            count = pairs && last * one - group >= two ? two : one;
            for (int g = 0; g < count; g++)
            {
                var (run, at) = Math.DivRem(Math.Min(group + g, groups - 1), inRun);
                a[g] = source + taps[run] + Math.Min(at * rows, Runs.Length - rows);
                c[g] = sums + (long)Math.Min(group + g, groups) * rows * columns;
            }
            tile.SetA(a);
            for (int j = 0, panel; j < columns; j += panel)
            {
                panel = Kernel.PanelColumns(columns - j);
                if (!nextX.Lend(ref tile, steps) && !nextDy.Lend(ref tile, steps)) tile.AheadStep = 0;
                tile.B = dy + j;
                tile.SetC(c, j, columns);
                if (count == one)
                {
                    Kernel.Run(ref tile, panel);
                    continue;
                }
                other.SetA(a + one);
                other.SetC(c + one, j, columns);
                Kernel.RunPair(ref tile, ref other);
            }
        }
    }

    // The last group of a run repeats rows of the one before it where the run is no multiple of three.
    private readonly void Join(T* dw)
    {
        const int rows = GroupTile<T>.GroupRows;
        int inRun = GroupsInRun, columns = Columns, length = Runs.Length;
        for (int run = 0; run < Runs.Count; run++)
        {
            for (int i = 0; i < length; i++, dw += Channels)
            {
                int slot = i < rows * (inRun - 1) ? i : rows * inRun - (length - i);
                T* sums = Sums + ((long)run * inRun * rows + slot) * columns;
                for (int j = 0; j < Channels; j++)
                {
                    T sum = sums[j];
                    for (int s = 1; s < Segments; s++)
                        sum += sums[s * SegmentSize + j];
                    dw[j] = sum;
                }
            }
        }
    }
}
