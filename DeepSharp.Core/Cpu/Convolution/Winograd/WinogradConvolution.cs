using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// Convolution of 3×3 taps by Winograd's minimal filtering: tiles of data and the kernel are transformed, multiplied point by point as 36 products of
/// matrices [tiles, channels], and transformed back; a quarter of the multiplications of the direct form.
/// </summary>
/// <remarks>
/// Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2016). Blocks of tiles are shared out; one stays in the second-level cache from
/// the data to the outputs. Rounding errors are about eight times those of exactly ordered sums; see docs/performance.md.
/// </remarks>
internal unsafe struct WinogradConvolution<T, TE> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TE : struct, IEpilogue<T>
{
    public WinogradPlan Plan;
    public TileSource<T> Source, Target;
    public GroupKernel<T> Kernel;
    public T* Filters;
    public TE Epilogue;

    /// <summary>Computes the convolution, or with <paramref name="reversed"/> that with the kernel of the input gradient.</summary>
    public static void Share(in WinogradPlan plan, T* data, T* weights, bool reversed, T* target, TE epilogue, KeptOperand kept = default)
    {
        int side = WinogradPlan.InputSide;
        var kernel = GroupKernel<T>.For(BestVectorWidth.Value);
        using var filters = kept.Rent<T>(
            PackForm.Filters, plan.Columns, plan.Channels, kernel.Lanes, WinogradPlan.Points * (long)WinogradFilters<T>.PointStep(plan));
        if (!filters.IsFilled)
        {
            WinogradFilters<T>.Share(new() { Plan = plan, Weights = weights, Reversed = reversed, Kernel = kernel, Filters = filters.Pointer });
            filters.Filled();
        }
        var body = new WinogradConvolution<T, TE>
        {
            Plan = plan,
            Source = new(data, plan.Input, plan.Channels, plan.Grid, (-plan.Pad.H, -plan.Pad.W), side),
            Target = new(target, plan.Output, plan.Columns, plan.Grid, default, WinogradPlan.OutputSide),
            Kernel = kernel,
            Filters = filters.Pointer,
            Epilogue = epilogue,
        };
        CpuPool.For(Blocking.CeilDiv(plan.Tiles, plan.BlockTiles), 1, ref body);
    }

    public void Run(int start, int end)
    {
        var blocks = new Blocks { Body = this, Start = start, End = end };
        LaneDispatch.Run<T, Blocks>(ref blocks);
    }

    private struct Blocks : ILaneJob<T>
    {
        public WinogradConvolution<T, TE> Body;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            var plan = Body.Plan;
            int block = plan.BlockTiles, wide = plan.ColumnBlock;
            using var data = ScratchArena.Rent<T>(WinogradPlan.Points * (long)plan.PointStep(plan.Channels));
            using var sums = ScratchArena.Rent<T>(WinogradPlan.Points * (long)plan.PointStep(wide));
            using var border = ScratchArena.Rent<T>(Math.Max(Body.Source.Scratch, Body.Target.Scratch));
            for (int first = Start * block; first < Math.Min(End * block, plan.Tiles); first += block)
            {
                int tiles = Math.Min(block, plan.Tiles - first);
                WinogradTiles.Data<T, V>(Body.Source, plan, first, tiles, data.Pointer, border.Pointer);
                for (int column = 0; column < plan.Columns; column += wide)
                {
                    int columns = Math.Min(wide, plan.Columns - column);
                    // Where the outputs go and what the next block reads, with sixteen channels: with more it would drive out what is at work.
                    var (target, next) = !plan.IsSquare ? default
                        : (Body.Target.Rows(first, first + tiles), Body.Source.Rows(first + tiles, Math.Min(first + tiles + block, plan.Tiles)));
                    Products(data.Pointer, sums.Pointer, tiles, column, columns, target, next);
                    for (int t = 0, run; t < tiles; t += run)
                    {
                        run = Math.Min(tiles - t, plan.Grid.W - (first + t) % plan.Grid.W);
                        Outputs<V>(first + t, run, sums.Pointer + (nint)t * columns, column, columns, border.Pointer);
                    }
                }
            }
        }

        // The 36 products [tiles, channels] by [channels, columns].
        private readonly void Products(T* data, T* sums, int tiles, int column, int columns, LineStream target, LineStream next)
        {
            var plan = Body.Plan;
            bool square = plan.IsSquare;
            int rows = Blocking.RoundUp(tiles, square ? SquareKernel512.Side : GroupTile<T>.Rows);
            nint step = WinogradFilters<T>.PointStep(plan);
            T* filters = Body.Filters + (nint)column * plan.Channels, later = column + columns < plan.Columns ? filters + (nint)columns * plan.Channels : null;
            for (int p = 0; p < WinogradPlan.Points; p++)
            {
                if (square)
                {
                    target.Part(p, WinogradPlan.Points).AskRest();
                    next.Part(p, WinogradPlan.Points).AskRest();
                    SquareKernel512.Rows(rows, (float*)data, (float*)filters, (float*)sums);
                }
                else
                {
                    // A kernel beyond the cache comes from afar: the next point's part of it is asked for.
                    T* following = p < WinogradPlan.Points - 1 ? filters + step : later;
                    LineStream asked = plan.KernelIsCached || following == null ? default : new(following, (nint)columns * plan.Channels * sizeof(T));
                    RowProduct<T, NoEpilogue<T>>.Rows(Body.Kernel, data, plan.Channels, rows, filters, plan.Channels, columns, sums, columns, next: asked);
                }
                data += plan.PointStep(plan.Channels);
                sums += plan.PointStep(plan.ColumnBlock);
                filters += step;
            }
        }

        // Neighbours in a row of tiles, then the epilogue, row by row of pixels.
        private readonly void Outputs<V>(int tile, int tiles, T* sums, int column, int columns, T* scratch) where V : struct, ILane<V, T>
        {
            const int side = WinogradPlan.OutputSide;
            var plan = Body.Plan;
            var (image, y, x) = Body.Target.Place(tile);
            int height = Math.Min(side, plan.Output.H - y), width = Math.Min(side * tiles, plan.Output.W - x);
            T* target = Body.Target.Pixel(image, y, x) + column;
            nint row = (nint)plan.Output.W * plan.Columns, point = plan.PointStep(plan.ColumnBlock);
            for (int j = 0; j < width; j += side, sums += columns)
            {
                T* to = target + (nint)j * plan.Columns;
                if (height == side && width - j >= side)
                    WinogradSquare<T, V, WinogradOutput>.Run(columns, sums, 6 * point, point, to, row, plan.Columns);
                else
                    Edge<V>(sums, point, to, row, height, Math.Min(side, width - j), columns, scratch);
            }
            for (int i = 0; i < height; i++)
                Body.Epilogue.Apply(target + i * row, plan.Columns, checked((image * plan.Output.H + y + i) * plan.Output.W + x), width, column, columns);
        }

        // A tile that hangs over the image is computed beside it.
        private readonly void Edge<V>(T* sums, nint point, T* target, nint row, int height, int width, int columns, T* scratch) where V : struct, ILane<V, T>
        {
            const int side = WinogradPlan.OutputSide;
            WinogradSquare<T, V, WinogradOutput>.Run(columns, sums, 6 * point, point, scratch, (nint)side * columns, columns);
            for (int i = 0; i < height; i++)
                for (int j = 0; j < width; j++)
                {
                    var pixel = new ReadOnlySpan<T>(scratch + (i * side + j) * columns, columns);
                    pixel.CopyTo(new Span<T>(target + i * row + (nint)j * Body.Plan.Columns, columns));
                }
        }
    }
}
