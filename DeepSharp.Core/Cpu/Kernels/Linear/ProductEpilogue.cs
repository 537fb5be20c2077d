namespace DeepSharp.Cpu;

/// <summary>A kernel built on the blocked product, whose last store can do what follows the product.</summary>
internal interface IProductKernel
{
    /// <summary>Whether the epilogue meets rows that are still in cache. Where it does not, it is another pass over the result, which a second operand
    /// shares better with what follows.</summary>
    bool HasWarmRows(Op op, ReadOnlySpan<TensorSpec> inputs) => true;

    void RunProduct(Op op, ReadOnlySpan<Tensor> inputs, Tensor y, ProductEpilogue epilogue);
}

/// <summary>What is done to a product's rows while they are hot in cache; the default is nothing.</summary>
/// <param name="rows">The functions.</param>
/// <param name="scale">The scale along the rows, or null.</param>
/// <param name="bias">The bias along the rows, or null.</param>
/// <param name="other">The other operand, dense in the product's shape, or null.</param>
/// <param name="width">The length of a row.</param>
internal readonly unsafe struct ProductEpilogue(EpilogueRows? rows, byte* scale, byte* bias, byte* other, int width)
{
    private readonly EpilogueRows? _rows = rows;
    private readonly byte* _scale = scale, _bias = bias, _other = other;
    private readonly int _width = width;

    public TileEpilogue<T> As<T>() where T : unmanaged => new(_rows, (T*)_scale, (T*)_bias, (T*)_other, _width);
}

/// <inheritdoc cref="ProductEpilogue"/>
internal readonly unsafe struct TileEpilogue<T>(EpilogueRows? rows, T* scale, T* bias, T* other, int width) : IEpilogue<T> where T : unmanaged
{
    // Below this many elements a chunk costs less than handing it to another thread.
    private const int WorkPerChunk = 32 * 1024;

    private readonly EpilogueRows? _rows = rows;
    private readonly T* _scale = scale, _bias = bias, _other = other;
    private readonly int _width = width;

    public void Apply(T* c, int ldc, int row, int rows, int col, int cols)
    {
        if (_rows is null) return;
        T* scale = _scale is null ? null : _scale + col, bias = _bias is null ? null : _bias + col;
        T* other = _other is null ? null : _other + (long)row * _width + col;
        int otherStride = _other is null ? 0 : _width;
        if (scale is null && bias is null && cols == ldc && (other is null || otherStride == ldc) && (long)rows * cols <= int.MaxValue)
            (rows, cols) = (1, rows * cols);
        _rows.Run((byte*)c, ldc, rows, cols, (byte*)scale, (byte*)bias, (byte*)other, otherStride);
    }

    /// <summary>Works on a whole dense result, for products that cannot do it block by block.</summary>
    public void ApplyAll(T* y, int rows)
    {
        if (_rows is null) return;
        var body = new Body { Epilogue = this, Y = y };
        CpuPool.For(rows, Math.Max(1, WorkPerChunk / Math.Max(1, _width)), ref body);
    }

    private struct Body : IParallelBody
    {
        public TileEpilogue<T> Epilogue;
        public T* Y;

        public readonly void Run(int start, int end) =>
            Epilogue.Apply(Y + (long)start * Epilogue._width, Epilogue._width, start, end - start, 0, Epilogue._width);
    }
}
