namespace DeepSharp.Cpu;

/// <summary>Copies an array from one layout to another, for example into a part of a larger array.</summary>
internal sealed unsafe class StridedCopy
{
    /// <summary>Elements a task copies at most; long rows are cut into pieces of this length.</summary>
    private const int Piece = 8192;

    private readonly List<int> _dims = [];
    private readonly List<long> _from = [], _to = [];
    private readonly int _length, _pieces, _rows;

    /// <summary>Plans the copy: neighbouring axes that both sides walk in one go are merged.</summary>
    public StridedCopy(Shape shape, ReadOnlySpan<long> from, ReadOnlySpan<long> to)
    {
        for (int d = 0; d < shape.Rank; d++)
        {
            if (shape[d] == 1) continue;
            if (_dims.Count > 0 && _from[^1] == from[d] * shape[d] && _to[^1] == to[d] * shape[d])
                (_dims[^1], _from[^1], _to[^1]) = (checked(_dims[^1] * shape[d]), from[d], to[d]);
            else
            {
                _dims.Add(shape[d]);
                _from.Add(from[d]);
                _to.Add(to[d]);
            }
        }
        if (_dims.Count == 0)
        {
            _dims.Add(1);
            _from.Add(1);
            _to.Add(1);
        }
        _length = _dims[^1];
        _pieces = (_length + Piece - 1) / Piece;
        _rows = 1;
        for (int d = 0; d < _dims.Count - 1; d++) _rows = checked(_rows * _dims[d]);
    }

    /// <summary>Copies elements of <paramref name="size"/> bytes; the pointers are those of the first element.</summary>
    public void Run(byte* from, byte* to, int size)
    {
        if (_length == 0) return;
        var body = new Body { Plan = this, From = from, To = to, Size = size };
        CpuPool.For(checked(_rows * _pieces), Math.Max(1, 4 * Piece / _length), ref body);
    }

    private struct Body : IParallelBody
    {
        public StridedCopy Plan;
        public byte* From, To;
        public int Size;

        public readonly void Run(int start, int end)
        {
            if (Plan._pieces == 1 && Plan._dims.Count > 1 && Plan._from[^1] == 1 && Plan._to[^1] == 1)
            {
                Lines(start, end);
                return;
            }
            for (int item = start; item < end; item++)
            {
                int first = item % Plan._pieces * Piece, row = item / Plan._pieces, count = Math.Min(Plan._length - first, Piece);
                Locate(row, out long from, out long to);
                (from, to) = (from + first * Plan._from[^1], to + first * Plan._to[^1]);
                byte* x = From + from * Size, y = To + to * Size;
                switch (Size)
                {
                    case 1: Row(x, y, count); break;
                    case 2: Row((ushort*)x, (ushort*)y, count); break;
                    case 4: Row((uint*)x, (uint*)y, count); break;
                    default: Row((ulong*)x, (ulong*)y, count); break;
                }
            }
        }

        /// <summary>Whole rows, of which those along one axis lie at equal steps.</summary>
        private readonly void Lines(int start, int end)
        {
            int lines = Plan._dims[^2];
            long bytes = (long)Plan._length * Size, fromStep = Plan._from[^2] * Size, toStep = Plan._to[^2] * Size;
            while (start < end)
            {
                Locate(start, out long from, out long to);
                int run = Math.Min(lines - start % lines, end - start);
                byte* x = From + from * Size, y = To + to * Size;
                for (int i = 0; i < run; i++, x += fromStep, y += toStep) ShortCopy.Run(x, y, bytes);
                start += run;
            }
        }

        private readonly void Locate(int row, out long from, out long to)
        {
            (from, to) = (0, 0);
            for (int d = Plan._dims.Count - 2; d >= 0; d--)
            {
                (row, int at) = Math.DivRem(row, Plan._dims[d]);
                from += at * Plan._from[d];
                to += at * Plan._to[d];
            }
        }

        private readonly void Row<T>(T* x, T* y, int count) where T : unmanaged
        {
            long from = Plan._from[^1], to = Plan._to[^1];
            if (from == 1 && to == 1) new ReadOnlySpan<T>(x, count).CopyTo(new Span<T>(y, count));
            else for (int i = 0; i < count; i++) y[i * to] = x[i * from];
        }
    }
}
