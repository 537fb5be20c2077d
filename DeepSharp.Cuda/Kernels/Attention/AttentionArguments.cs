namespace DeepSharp.Gpu;

/// <summary>The arguments of the kernels in <c>kernels/attention.cu</c> and <c>kernels/attention_gradient.cu</c>, in their order.</summary>
internal ref struct AttentionArguments(Span<KernelArgument> room)
{
    /// <summary>Room for all arguments of any of the kernels.</summary>
    public const int Most = 64;

    /// <summary>Leading axes that the kernels tell apart.</summary>
    public const int BatchAxes = 3;

    /// <summary>The most columns of queries, keys and values.</summary>
    public const int MostColumns = 128;

    private readonly Span<KernelArgument> _room = room;
    private int _count;

    /// <summary>All arguments so far.</summary>
    public readonly ReadOnlySpan<KernelArgument> All => _room[.._count];

    /// <summary>Whether the kernels run attention of these outputs: values without leading axes of their own, few axes, few columns.</summary>
    public static bool Suits(ReadOnlySpan<TensorSpec> forwardInputs, TensorSpec y, TensorSpec logSum) =>
        y.Shape[..^2] == logSum.Shape[..^1] && y.Shape.Rank - 2 <= BatchAxes && forwardInputs[0].Shape[^1] <= MostColumns && y.Shape[^1] <= MostColumns;

    /// <summary>Queries a tile holds, and keys.</summary>
    public static int Tile(DType type) => type == DType.Float64 ? 32 : 64;

    /// <summary>Blocks of a launch with one for each tile of a line of each matrix.</summary>
    public static int Blocks(int matrices, int line, DType type) => checked(matrices * ((line + Tile(type) - 1) / Tile(type)));

    /// <summary>What all kernels take first.</summary>
    /// <param name="op">The forward op.</param>
    /// <param name="x">q, k and v.</param>
    /// <param name="rest">The mask and the random state, where there.</param>
    /// <param name="batch">The lengths of the leading axes.</param>
    public void Add(ScaledDotProductAttentionOp op, ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> rest, ReadOnlySpan<int> batch)
    {
        bool drops = op.Dropout > 0, masks = rest.Length > (drops ? 1 : 0);
        foreach (var matrices in x) AddMatrices(matrices, batch);
        if (masks) AddMatrices(rest[0], batch);
        else
        {
            Add(default(DevicePointer));
            for (int i = 0; i < BatchAxes + 2; i++) Add(0L);
        }
        Add(drops ? rest[^1].Address() : default);
        AddBatch(batch);
        Add(x[0].Shape[^2]);
        Add(x[1].Shape[^2]);
        Add(x[0].Shape[^1]);
        Add(x[2].Shape[^1]);
        Add(op.Scale);
        Add(op.IsCausal);
        Add(drops ? RandomBernoulliOp.Threshold(1 - op.Dropout) : 0);
        Add(drops ? DropoutOp.ScaleOf(op.Dropout) : 0.0);
    }

    /// <summary>The lengths of the second and the third leading axis, counted from the back.</summary>
    public void AddBatch(ReadOnlySpan<int> batch)
    {
        Add(batch.Length > 1 ? batch[^2] : 1);
        Add(batch.Length > 0 ? batch[^1] : 1);
    }

    /// <summary>The matrices of a tensor that is stretched over the batch: the first element, the steps of the leading axes, of rows and columns.</summary>
    public void AddMatrices(Tensor tensor, ReadOnlySpan<int> batch)
    {
        Add(tensor.Address());
        for (int axis = batch.Length - BatchAxes; axis < batch.Length + 2; axis++) Add(Step(tensor, axis - (batch.Length + 2 - tensor.Rank)));
    }

    public void Add(KernelArgument argument) => _room[_count++] = argument;

    /// <summary>The step of a tensor's own axis; zero where it is stretched.</summary>
    private static long Step(Tensor tensor, int axis) => axis < 0 || tensor.Shape[axis] == 1 ? 0 : tensor.Strides[axis];
}
