namespace DeepSharp.Cpu;

/// <summary>How a broadcast element-wise loop is cut into blocks of dense output.</summary>
/// <remarks>
/// Axes that all operands walk alike are merged first. A block is then a part of one row, or several whole short rows.
/// An operand is read in place when its part of a block is dense, and gathered into scratch memory otherwise.
/// </remarks>
internal sealed unsafe class BlockPlan
{
    /// <summary>Elements per block: a few operands of this length fit the first cache.</summary>
    public const int BlockSize = 1024;

    // So many rows further on is what is asked for while one is gathered.
    private const int RowsAhead = 8;

    private readonly int[] _outer;
    private readonly long[][] _outerStrides;
    private readonly long[] _rowStride, _stride;
    private readonly bool[] _dense, _stationary;
    private readonly int _rows, _length, _rowsPerBlock, _rowBlocks, _columnBlocks;

    public BlockPlan(Shape shape, ReadOnlySpan<Tensor> inputs)
    {
        var (dims, strides) = Merge(shape, inputs);
        while (dims.Count < 2)
        {
            dims.Insert(0, 1);
            foreach (var s in strides) s.Insert(0, 0);
        }
        (_rows, _length) = (dims[^2], dims[^1]);
        _outer = [.. dims[..^2]];
        int n = inputs.Length;
        (_outerStrides, _rowStride, _stride) = (new long[n][], new long[n], new long[n]);
        for (int i = 0; i < n; i++)
            (_outerStrides[i], _rowStride[i], _stride[i]) = ([.. strides[i][..^2]], strides[i][^2], strides[i][^1]);

        _columnBlocks = (_length + BlockSize - 1) / BlockSize;
        _rowsPerBlock = _columnBlocks > 1 ? 1 : Math.Clamp(BlockSize / _length, 1, _rows);
        _rowBlocks = (_rows + _rowsPerBlock - 1) / _rowsPerBlock;
        int outer = 1;
        foreach (int d in _outer) outer *= d;
        Blocks = checked(outer * _rowBlocks * _columnBlocks);

        (_dense, _stationary) = (new bool[n], new bool[n]);
        for (int i = 0; i < n; i++)
        {
            _dense[i] = _stride[i] == 1 && (_rowsPerBlock == 1 || _rowStride[i] == _length);
            _stationary[i] = !_dense[i] && _rowStride[i] == 0 && Array.TrueForAll(_outerStrides[i], s => s == 0) && (_columnBlocks == 1 || _stride[i] == 0);
        }
    }

    /// <summary>Number of blocks.</summary>
    public int Blocks { get; }

    /// <summary>Whether all operands are dense and lie as the output does: any run of elements can be done in one go.</summary>
    public bool IsFlat => _rows == 1 && _outer.Length == 0 && Array.TrueForAll(_dense, d => d);

    /// <summary>Whether an operand's part of every block is dense in memory.</summary>
    public bool IsDense(int operand) => _dense[operand];

    /// <summary>Whether an operand's part is the same for every block.</summary>
    public bool IsStationary(int operand) => _stationary[operand];

    /// <summary>A block's first output element and its length.</summary>
    public void Locate(int block, out long first, out int count)
    {
        var (outer, row, column) = Split(block);
        int rows = Math.Min(_rowsPerBlock, _rows - row), columns = Math.Min(_columnBlocks > 1 ? BlockSize : _length, _length - column);
        first = ((long)outer * _rows + row) * _length + column;
        count = rows * columns;
    }

    /// <summary>An operand's first element of a block.</summary>
    public long Offset(int operand, int block)
    {
        var (outer, row, column) = Split(block);
        long offset = row * _rowStride[operand] + column * _stride[operand];
        var strides = _outerStrides[operand];
        for (int d = _outer.Length - 1; d >= 0; d--)
        {
            offset += outer % _outer[d] * strides[d];
            outer /= _outer[d];
        }
        return offset;
    }

    /// <summary>Copies an operand's part of a block into dense memory. A stationary operand is filled for the longest block.</summary>
    public void Gather(int operand, byte* from, int block, byte* to, int size)
    {
        from += Offset(operand, block) * size;
        var (_, row, column) = Split(block);
        bool whole = IsStationary(operand);
        int rows = whole ? _rowsPerBlock : Math.Min(_rowsPerBlock, _rows - row);
        int columns = _columnBlocks == 1 ? _length : whole ? BlockSize : Math.Min(BlockSize, _length - column);
        switch (size)
        {
            case 1: Gather(from, to, rows, columns, _rowStride[operand], _stride[operand]); break;
            case 2: Gather((ushort*)from, (ushort*)to, rows, columns, _rowStride[operand], _stride[operand]); break;
            case 4: Gather((uint*)from, (uint*)to, rows, columns, _rowStride[operand], _stride[operand]); break;
            default: Gather((ulong*)from, (ulong*)to, rows, columns, _rowStride[operand], _stride[operand]); break;
        }
    }

    private static void Gather<T>(T* from, T* to, int rows, int columns, long rowStride, long stride) where T : unmanaged
    {
        for (int r = 0; r < rows; r++, to += columns)
        {
            T* source = from + r * rowStride;
            if (stride == 1)
            {
                // Rows lie apart, mostly on pages of their own, where only who asks is served in time.
                T* later = source + RowsAhead * rowStride;
                for (int c = 0; c < columns; c += CacheLines.Size / sizeof(T)) CacheLines.Ask(later + c);
                new ReadOnlySpan<T>(source, columns).CopyTo(new Span<T>(to, columns));
            }
            else if (stride == 0) new Span<T>(to, columns).Fill(*source);
            else for (int c = 0; c < columns; c++) to[c] = source[c * stride];
        }
    }

    private (int Outer, int Row, int Column) Split(int block)
    {
        int column = block % _columnBlocks * BlockSize;
        block /= _columnBlocks;
        return (block / _rowBlocks, block % _rowBlocks * _rowsPerBlock, column);
    }

    /// <summary>Drops axes of length one and joins neighbours that every operand walks in one go.</summary>
    private static (List<int> Dims, List<long>[] Strides) Merge(Shape shape, ReadOnlySpan<Tensor> inputs)
    {
        var full = new long[inputs.Length][];
        for (int i = 0; i < full.Length; i++) full[i] = Layout.Broadcast(inputs[i].Shape, inputs[i].Strides, shape);
        var dims = new List<int>();
        var strides = Array.ConvertAll(full, _ => new List<long>());
        for (int d = 0; d < shape.Rank; d++)
        {
            if (shape[d] == 1) continue;
            bool joins = dims.Count > 0;
            for (int i = 0; joins && i < full.Length; i++) joins = strides[i][^1] == full[i][d] * shape[d];
            if (joins) dims[^1] *= shape[d];
            else dims.Add(shape[d]);
            for (int i = 0; i < full.Length; i++)
                if (joins) strides[i][^1] = full[i][d];
                else strides[i].Add(full[i][d]);
        }
        return (dims, strides);
    }
}
