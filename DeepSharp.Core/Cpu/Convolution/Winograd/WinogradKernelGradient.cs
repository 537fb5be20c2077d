using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The kernel gradient of a convolution of 3×3 taps by Winograd's minimal filtering: 36 products [channels in, tiles] by [tiles, channels out], summed
/// over all tiles, then transformed back once.
/// </summary>
/// <remarks>
/// Blocks of tiles are cut into segments by the shape alone; each has sums of its own, which are added in order. Where there are more threads than segments,
/// several share the points of a segment, for which each transforms the tiles.
/// </remarks>
internal unsafe struct WinogradKernelGradient<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    // Each segment has at least this many blocks, and all together at most this many sums: these go to memory and back with each block.
    private const int LeastBlocks = 3;
    private const int MostSegments = 16;
    private const int MostParts = 6;
    private const long MaxSums = 1 << 20;

    public WinogradPlan Plan;
    public TileSource<T> Source, Gradient;
    public GroupKernel<T> Kernel;
    public int Segments, Parts;
    public T* Sums;

    private readonly int Blocks => Blocking.CeilDiv(Plan.Tiles, Plan.BlockTiles);

    /// <summary>Elements of one point's sums [channels in, channels out].</summary>
    private readonly nint Point => (nint)Plan.Channels * Plan.Columns;

    /// <summary>Computes <paramref name="dw"/> [3, 3, channels in, channels out].</summary>
    public static void Share(in WinogradPlan plan, T* data, T* dy, T* dw)
    {
        var body = new WinogradKernelGradient<T>
        {
            Plan = plan,
            Source = new(data, plan.Input, plan.Channels, plan.Grid, (-plan.Pad.H, -plan.Pad.W), WinogradPlan.InputSide),
            Gradient = new(dy, plan.Output, plan.Columns, plan.Grid, default, WinogradPlan.OutputSide),
            Kernel = GroupKernel<T>.For(BestVectorWidth.Value),
        };
        long size = WinogradPlan.Points * (long)body.Point;
        body.Segments = (int)Math.Clamp(Math.Min(MaxSums / size, body.Blocks / LeastBlocks), Math.Min(2, body.Blocks), MostSegments);
        using var sums = ScratchArena.Rent<T>(body.Segments * size);
        body.Sums = sums.Pointer;
        body.Parts = Math.Clamp(CpuPool.Threads / body.Segments, 1, MostParts);
        CpuPool.For(body.Segments * body.Parts, 1, ref body);
        var join = new Join { Body = body, Dw = dw };
        CpuPool.For(plan.Channels, Blocking.CeilDiv(1024, plan.Columns), ref join);
    }

    public void Run(int start, int end)
    {
        var segments = new SegmentJob { Body = this, Start = start, End = end };
        LaneDispatch.Run<T, SegmentJob>(ref segments);
    }

    private struct SegmentJob : ILaneJob<T>
    {
        public WinogradKernelGradient<T> Body;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            var plan = Body.Plan;
            using var data = ScratchArena.Rent<T>(WinogradPlan.Points * (long)plan.PointStep(plan.Channels));
            using var gradient = ScratchArena.Rent<T>(WinogradPlan.Points * (long)plan.PointStep(plan.Columns));
            using var border = ScratchArena.Rent<T>(Math.Max(Body.Source.Scratch, Body.Gradient.Scratch));
            for (int task = Start; task < End; task++)
            {
                var (segment, part) = Math.DivRem(task, Body.Parts);
                T* sums = Body.Sums + segment * WinogradPlan.Points * Body.Point;
                int from = CpuPool.ChunkStart(Body.Blocks, Body.Segments, segment), to = CpuPool.ChunkStart(Body.Blocks, Body.Segments, segment + 1);
                for (int block = from; block < to; block++)
                {
                    int first = block * plan.BlockTiles, tiles = Math.Min(plan.BlockTiles, plan.Tiles - first);
                    WinogradTiles.Data<T, V>(Body.Source, plan, first, tiles, data.Pointer, border.Pointer);
                    WinogradTiles.OutputGradient<T, V>(Body.Gradient, plan, first, tiles, gradient.Pointer, border.Pointer);
                    Products<V>(data.Pointer, gradient.Pointer, sums, tiles, part, block > from);
                }
            }
        }

        private readonly void Products<V>(T* data, T* gradient, T* sums, int tiles, int part, bool accumulate) where V : struct, ILane<V, T>
        {
            const int threes = GroupTile<T>.GroupRows;
            var plan = Body.Plan;
            int channels = plan.Channels, columns = plan.Columns, groups = Blocking.CeilDiv(channels, threes);
            nint none = 0;
            var tile = new GroupTile<T> { RowStep = 1, KStep = channels, RunOffsets = &none, Runs = 1, Length = tiles, BStep = columns };
            T** a = stackalloc T*[GroupTile<T>.Groups], c = stackalloc T*[GroupTile<T>.Groups];
            T* room = stackalloc T[MicroKernel<T>.MaxTile + CacheLines.Spare<T>()], spare = CacheLines.Align(room);
            int first = CpuPool.ChunkStart(WinogradPlan.Points, Body.Parts, part), last = CpuPool.ChunkStart(WinogradPlan.Points, Body.Parts, part + 1);
            data += first * plan.PointStep(channels);
            gradient += first * plan.PointStep(columns);
            sums += first * Body.Point;
            for (int p = first; p < last; p++, data += plan.PointStep(channels), gradient += plan.PointStep(columns), sums += Body.Point)
            {
                if (plan.IsSquare)
                {
                    SquareKernel512.Columns(tiles, (float*)data, (float*)gradient, (float*)sums, accumulate);
                    continue;
                }
                for (int group = 0; group < groups; group += GroupTile<T>.Groups)
                {
                    bool whole = (group + GroupTile<T>.Groups) * threes <= channels;
                    for (int g = 0; g < GroupTile<T>.Groups; g++)
                    {
                        int row = Math.Min((group + g) * threes, channels - threes);
                        a[g] = data + row;
                        c[g] = sums + (nint)row * columns;
                    }
                    tile.SetA(a);
                    for (int j = 0, panel; j < columns; j += panel)
                    {
                        panel = Body.Kernel.PanelColumns(columns - j);
                        if (!whole && panel == 2 * V.Count)
                        {
                            int row = group * threes;
                            T* left = sums + (nint)row * columns + j;
                            LaneProduct.Run<V, T>(channels - row, tiles, data + row, 1, channels, gradient + j, columns, left, columns, accumulate);
                            continue;
                        }
                        tile.B = gradient + j;
                        tile.SetC(c, j, columns);
                        tile.Accumulate = accumulate;
                        if (whole) Body.Kernel.Run(ref tile, panel);
                        else EdgeTile(ref tile, c, group * threes, j, panel, spare, accumulate);
                    }
                }
            }
        }

        // The last rows: groups that are left over repeat rows, which must not be added twice.
        private readonly void EdgeTile(ref GroupTile<T> tile, T** c, int first, int column, int panel, T* spare, bool accumulate)
        {
            const int threes = GroupTile<T>.GroupRows;
            T** parts = stackalloc T*[GroupTile<T>.Groups];
            for (int g = 0; g < GroupTile<T>.Groups; g++) parts[g] = spare + g * threes * panel;
            tile.SetC(parts, 0, panel);
            tile.Accumulate = false;
            Body.Kernel.Run(ref tile, panel);
            int columns = Body.Plan.Columns, next = first;
            for (int row = 0; row < GroupTile<T>.Rows && next < Body.Plan.Channels; row++)
            {
                int at = Math.Min(first + row / threes * threes, Body.Plan.Channels - threes) + row % threes;
                if (at != next) continue;
                T* line = c[row / threes] + row % threes * columns + column;
                for (int j = 0; j < panel; j++)
                    line[j] = accumulate ? line[j] + spare[row * panel + j] : spare[row * panel + j];
                next++;
            }
        }
    }

    // Adds the segments and transforms back, row by row of input channels.
    private struct Join : IParallelBody
    {
        public WinogradKernelGradient<T> Body;
        public T* Dw;

        public void Run(int start, int end)
        {
            var rows = new Rows { Join = this, Start = start, End = end };
            LaneDispatch.Run<T, Rows>(ref rows);
        }
    }

    private struct Rows : ILaneJob<T>
    {
        public Join Join;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            int columns = Join.Body.Plan.Columns;
            nint point = Join.Body.Point, segment = WinogradPlan.Points * point;
            using var scratch = ScratchArena.Rent<T>(WinogradPlan.Points * (long)columns);
            for (int row = Start; row < End; row++)
            {
                for (int p = 0; p < WinogradPlan.Points; p++)
                {
                    T* from = Join.Body.Sums + p * point + (nint)row * columns, to = scratch.Pointer + p * columns;
                    for (int j = 0; j < columns; j += V.Count)
                    {
                        V sum = V.Load(from + j);
                        for (int s = 1; s < Join.Body.Segments; s++) sum += V.Load(from + s * segment + j);
                        sum.Store(to + j);
                    }
                }
                WinogradSquare<T, V, WinogradFilterGradient>.Run(columns, scratch.Pointer, 6 * (nint)columns, columns,
                    Join.Dw + (nint)row * columns, 3 * point, point);
            }
        }
    }
}
