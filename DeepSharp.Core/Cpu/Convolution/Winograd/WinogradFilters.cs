namespace DeepSharp.Cpu;

/// <summary>Parallel body: the transformed kernel, for each point a matrix [channels in, channels out] in panels of columns.</summary>
/// <remarks>Rows are shared out. The input gradient takes the kernel [3, 3, in, out] with its taps reversed and its channels changed round.</remarks>
internal unsafe struct WinogradFilters<T> : IParallelBody where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    public WinogradPlan Plan;
    public T* Weights;
    public bool Reversed;
    public GroupKernel<T> Kernel;
    public T* Filters;

    /// <summary>Elements of one point's matrix.</summary>
    public static nint PointStep(in WinogradPlan plan) => (nint)plan.Channels * plan.Columns;

    public void Run(int start, int end)
    {
        var rows = new Rows { Body = this, Start = start, End = end };
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
            using var scratch = ScratchArena.Rent<T>(9L * columns);
            for (int row = Start; row < End; row++)
            {
                T* from = Body.Weights + (nint)row * columns;
                nint step = tap;
                if (Body.Reversed)
                {
                    Reverse(row, scratch.Pointer);
                    from = scratch.Pointer;
                    step = columns;
                }
                for (int j = 0, panel; j < columns; j += panel)
                {
                    panel = Body.Kernel.PanelColumns(columns - j);
                    T* to = Body.Filters + (nint)j * channels + (nint)row * panel;
                    WinogradSquare<T, V, WinogradFilter>.Run(panel, from + j, 3 * step, step, to, 6 * point, point);
                }
            }
        }

        // Row `row` of the gradient's kernel: the taps of output channel `row`, last first, for all input channels.
        private readonly void Reverse(int row, T* target)
        {
            int columns = Body.Plan.Columns, stride = Body.Plan.Channels;
            for (int t = 8; t >= 0; t--, target += columns)
            {
                T* source = Body.Weights + (nint)t * columns * stride + row;
                for (int c = 0; c < columns; c++) target[c] = source[(nint)c * stride];
            }
        }
    }
}
