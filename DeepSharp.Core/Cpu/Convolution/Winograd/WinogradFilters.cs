namespace DeepSharp.Cpu;

/// <summary>Parallel body: the transformed kernel, for each point a matrix [channels in, channels out] in panels of columns.</summary>
/// <remarks>
/// Blocks of rows are shared out, and in each one panel is done after the other: a transform writes 36 places far apart, which then go on line by line.
/// The input gradient takes the kernel [3, 3, in, out] with its taps reversed and its channels changed round.
/// </remarks>
internal unsafe struct WinogradFilters<T> : IParallelBody where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    private const int Taps = 9, BlockRows = 16;

    public WinogradPlan Plan;
    public T* Weights;
    public bool Reversed;
    public GroupKernel<T> Kernel;
    public T* Filters;

    /// <summary>Elements of one point's matrix.</summary>
    public static nint PointStep(in WinogradPlan plan) => (nint)plan.Channels * plan.Columns;

    /// <summary>Transforms all of the kernel.</summary>
    public static void Share(WinogradFilters<T> body)
    {
        int blocks = Blocking.CeilDiv(body.Plan.Channels, BlockRows);
        CpuPool.For(blocks, Blocking.CeilDiv(4096, body.Plan.Columns * BlockRows), ref body);
    }

    public void Run(int start, int end)
    {
        var rows = new Rows { Body = this, Start = start * BlockRows, End = Math.Min(end * BlockRows, Plan.Channels) };
        LaneDispatch.Run<T, Rows>(ref rows);
    }

    private struct Rows : ILaneJob<T>
    {
        public WinogradFilters<T> Body;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            int columns = Body.Plan.Columns, channels = Body.Plan.Channels;
            nint tap = (nint)channels * columns, point = PointStep(Body.Plan);
            using var scratch = ScratchArena.Rent<T>(Body.Reversed ? Taps * BlockRows * Body.Kernel.Columns : 0);
            for (int first = Start, count; first < End; first += count)
            {
                count = Math.Min(BlockRows, End - first);
                for (int j = 0, panel; j < columns; j += panel)
                {
                    panel = Body.Kernel.PanelColumns(columns - j);
                    T* from = Body.Weights + (nint)first * columns + j, to = Body.Filters + (nint)j * channels + (nint)first * panel;
                    nint row = columns, step = tap;
                    if (Body.Reversed)
                    {
                        Turn(first, count, j, panel, scratch.Pointer);
                        from = scratch.Pointer;
                        (row, step) = (panel, count * panel);
                    }
                    for (int r = 0; r < count; r++, from += row, to += panel)
                        WinogradSquare<T, V, WinogradFilter>.Run(panel, from, 3 * step, step, to, 6 * point, point);
                }
            }
        }

        // The gradient's kernel for some rows, which are output channels, and a panel of columns, which are input channels: [tap, row, column], the last
        // tap first.
        private readonly void Turn(int first, int rows, int column, int columns, T* target)
        {
            int outputs = Body.Plan.Channels;
            T** lines = stackalloc T*[columns];
            for (int t = Taps - 1; t >= 0; t--, target += rows * columns)
            {
                T* source = Body.Weights + ((nint)t * Body.Plan.Columns + column) * outputs + first;
                for (int c = 0; c < columns; c++) lines[c] = source + (nint)c * outputs;
                PanelInterleave.Run(lines, columns, columns, rows, target);
            }
        }
    }
}
