namespace DeepSharp.Cpu;

/// <summary>A kernel built on the blocked product, whose last store can add a bias and apply an activation.</summary>
internal interface IProductKernel
{
    void RunProduct(Op op, ReadOnlySpan<Tensor> inputs, Tensor y, ProductEpilogue epilogue);
}

/// <summary>What is done to a product's rows while they are hot in cache: y = activation(y + bias).</summary>
internal readonly unsafe struct ProductEpilogue(byte* bias, Tile? activation)
{
    private readonly byte* _bias = bias;
    private readonly Tile? _activation = activation;

    public TileEpilogue<T> As<T>() where T : unmanaged => new((T*)_bias, _activation);
}

/// <inheritdoc cref="ProductEpilogue"/>
internal readonly unsafe struct TileEpilogue<T>(T* bias, Tile? activation) : IEpilogue<T> where T : unmanaged
{
    private readonly T* _bias = bias;
    private readonly Tile? _activation = activation;

    public void Apply(T* c, int ldc, int row, int rows, int col, int cols)
    {
        if (_bias is null && _activation is null) return;
        for (int r = 0; r < rows; r++, c += ldc)
        {
            if (_bias is not null) TileEpilogue.BiasTile(sizeof(T)).Run((byte*)c, (byte*)(_bias + col), null, (byte*)c, cols);
            _activation?.Run((byte*)c, null, null, (byte*)c, cols);
        }
    }
}

/// <summary>The bias addition of both floating types.</summary>
internal static class TileEpilogue
{
    private static readonly Tile s_single = new BinaryTile<AddFn, float>(default), s_double = new BinaryTile<AddFn, double>(default);

    public static Tile BiasTile(int size) => size == 4 ? s_single : s_double;
}
