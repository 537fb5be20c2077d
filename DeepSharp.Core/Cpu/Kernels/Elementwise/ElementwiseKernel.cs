namespace DeepSharp.Cpu;

/// <summary>Runs one element-wise op or a fused chain: block by block, each step on a run that stays in the first cache.</summary>
internal sealed unsafe class ElementwiseKernel : CpuKernel
{
    /// <summary>Elements a thread should at least have to do, counted over all steps.</summary>
    private const int Grain = 32 * 1024;

    private readonly Tile[] _tiles;
    private readonly int[][] _arguments;
    private readonly int[] _sizes;
    private readonly int[] _slots;
    private readonly int _inputs, _slotCount;
    private readonly byte*[] _bases;
    private BlockPlan? _plan;
    private bool _inOneGo;

    private ElementwiseKernel(ReadOnlySpan<FusedStep> steps, ReadOnlySpan<TensorSpec> inputs)
    {
        List<TensorSpec> values = [.. inputs];
        _inputs = inputs.Length;
        _tiles = new Tile[steps.Length];
        _arguments = new int[steps.Length][];
        for (int s = 0; s < steps.Length; s++)
        {
            int[] arguments = [.. steps[s].Arguments];
            TensorSpec[] specs = [.. arguments.Select(a => values[a])];
            _arguments[s] = arguments;
            _tiles[s] = steps[s].Op.Accept(new TileBuilder([.. specs.Select(x => x.DType)]));
            values.Add(steps[s].Op.Infer(specs)[0]);
        }
        _sizes = [.. values.Select(v => v.DType.Size)];
        (_slots, _slotCount) = AssignSlots();
        _bases = new byte*[_inputs];
    }

    public static ElementwiseKernel For(ElementwiseOp op, ReadOnlySpan<TensorSpec> inputs) =>
        new([new FusedStep(op, [.. Enumerable.Range(0, inputs.Length)])], inputs);

    public static ElementwiseKernel For(FusedOp op, ReadOnlySpan<TensorSpec> inputs) => new(op.Steps.Span, inputs);

    public override bool AcceptsStrided(Op op, int input) => true;

    public override bool CanOverwrite(Op op, int input, int output) => _sizes[input] == _sizes[^1];

    public override void Run(Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        if (y.Count == 0) return;
        if (_plan is null)
        {
            _plan = new BlockPlan(y.Shape, inputs);
            _inOneGo = _tiles.Length == 1 && _plan.IsFlat;
        }
        for (int i = 0; i < _inputs; i++) _bases[i] = inputs[i].Bytes();
        var body = new Body { Kernel = this, Plan = _plan, Output = y.Bytes() };
        CpuPool.For(_plan.Blocks, Math.Max(1, Grain / (BlockPlan.BlockSize * _tiles.Length)), ref body);
    }

    /// <summary>Gives each intermediate value a scratch slot, reusing those whose value is no longer needed.</summary>
    private (int[] Slots, int Count) AssignSlots()
    {
        var last = new int[_sizes.Length];
        for (int s = 0; s < _arguments.Length; s++)
            foreach (int a in _arguments[s]) last[a] = s;
        var slots = new int[_sizes.Length];
        var free = new Stack<int>();
        int count = _inputs;
        for (int i = 0; i < _inputs; i++) slots[i] = i;
        for (int s = 0; s + 1 < _arguments.Length; s++)
        {
            int value = _inputs + s;
            slots[value] = free.Count > 0 ? free.Pop() : count++;
            foreach (int a in _arguments[s].Distinct())
                if (a >= _inputs && last[a] == s) free.Push(slots[a]);
        }
        return (slots, count);
    }

    private struct Body : IParallelBody
    {
        public ElementwiseKernel Kernel;
        public BlockPlan Plan;
        public byte* Output;

        public readonly void Run(int start, int end)
        {
            const int slotBytes = BlockPlan.BlockSize * 8;
            var (kernel, plan) = (Kernel, Plan);
            if (kernel._inOneGo)
            {
                RunInOneGo(start, end);
                return;
            }
            using var scratch = ScratchArena.Rent<byte>((long)kernel._slotCount * slotBytes);
            byte** values = stackalloc byte*[kernel._sizes.Length];
            for (int i = 0; i < kernel._inputs; i++)
                if (plan.IsStationary(i)) plan.Gather(i, kernel._bases[i], start, scratch.Pointer + i * slotBytes, kernel._sizes[i]);

            for (int block = start; block < end; block++)
            {
                plan.Locate(block, out long first, out int count);
                for (int i = 0; i < kernel._inputs; i++)
                {
                    byte* slot = scratch.Pointer + i * slotBytes;
                    if (plan.IsDense(i)) slot = kernel._bases[i] + plan.Offset(i, block) * kernel._sizes[i];
                    else if (!plan.IsStationary(i)) plan.Gather(i, kernel._bases[i], block, slot, kernel._sizes[i]);
                    values[i] = slot;
                }
                for (int s = 0; s < kernel._tiles.Length; s++)
                {
                    int value = kernel._inputs + s;
                    int[] x = kernel._arguments[s];
                    values[value] = value + 1 == kernel._sizes.Length
                        ? Output + first * kernel._sizes[value]
                        : scratch.Pointer + kernel._slots[value] * slotBytes;
                    kernel._tiles[s].Run(values[x[0]], x.Length > 1 ? values[x[1]] : null, x.Length > 2 ? values[x[2]] : null, values[value], count);
                }
            }
        }

        /// <summary>A single function of flat operands needs no blocks.</summary>
        private readonly void RunInOneGo(int start, int end)
        {
            Plan.Locate(start, out long first, out int _);
            Plan.Locate(end - 1, out long last, out int count);
            int[] x = Kernel._arguments[0];
            Kernel._tiles[0].Run(
                At(x[0], first), x.Length > 1 ? At(x[1], first) : null, x.Length > 2 ? At(x[2], first) : null, Output + first * Kernel._sizes[^1],
                checked((int)(last + count - first)));
        }

        private readonly byte* At(int input, long element) => Kernel._bases[input] + element * Kernel._sizes[input];
    }
}
