using System.Numerics;

namespace DeepSharp.Hdf5;

/// <summary>The heap that holds the links of a new-style group, or the attributes of an object with many: blocks that double in size from row to row.</summary>
internal sealed class FractalHeap
{
    private readonly FileSpace _file;
    private readonly int _idLength, _width, _maxHeapBits, _rootRows, _offsetSize, _lengthSize;
    private readonly long _startSize, _maxDirectSize, _root, _hugeTree;
    private readonly Dictionary<long, (long Address, long Length)> _huge = [];
    private bool _hugeRead;

    /// <summary>Reads a heap's header.</summary>
    public FractalHeap(FileSpace file, long address)
    {
        _file = file;
        var (o, l) = (file.Sizes.Offset, file.Sizes.Length);
        var r = file.Reader(file.ReadChecked(address, 26 + 3 * o + 12 * l, "fractal heap"), "fractal heap");
        r.Signature("FRHP"u8, 0);
        _idLength = r.U16();
        int filters = r.U16();
        r.U8();
        long maxManaged = r.U32();
        r.Length();                 // the next huge object's number
        _hugeTree = r.Address();
        r.Skip(l + o);              // free space
        r.Skip(8 * l);              // counters
        _width = r.U16();
        (_startSize, _maxDirectSize) = (r.Length(), r.Length());
        _maxHeapBits = r.U16();
        r.U16();
        _root = r.Address();
        _rootRows = r.U16();
        if (filters != 0) throw Damaged.Unsupported("filters on the names or attributes of a group", "Write it again with h5py's defaults.");
        if (_width == 0 || _startSize < 1 || !BitOperations.IsPow2(_startSize) || !BitOperations.IsPow2(_maxDirectSize) || _maxDirectSize < _startSize
            || _maxHeapBits is < 1 or > 63)
            throw Damaged.Because($"the fractal heap at {address} has impossible sizes");
        _offsetSize = (_maxHeapBits + 7) / 8;
        _lengthSize = Math.Min(BTreeV2.ByteCount((ulong)_maxDirectSize), BTreeV2.ByteCount((ulong)maxManaged));
    }

    /// <summary>The object of an identifier.</summary>
    public byte[] Get(ReadOnlySpan<byte> id)
    {
        if (id.Length < _idLength || _idLength < 1) throw Damaged.Because("an identifier in a fractal heap is too short");
        var r = _file.Reader(id[.._idLength], "identifier in a fractal heap");
        int first = r.U8();
        if (first >> 6 != 0) throw Damaged.Version("identifier in a fractal heap", first >> 6);
        switch (first >> 4 & 3)
        {
            case 0:
                var (offset, length) = (r.Number(_offsetSize), r.Number(_lengthSize));
                return _file.Read(Locate(offset, length), length, "object in a fractal heap");
            case 1:
                return Huge(ref r);
            case 2:
                // Long identifiers have twelve bits for the length.
                return r.Take((_idLength - 1 > 16 ? (first & 15) << 8 | r.U8() : first & 15) + 1).ToArray();
            default:
                throw Damaged.Because("an identifier in a fractal heap is of no known kind");
        }
    }

    private byte[] Huge(ref ByteReader r)
    {
        if (_idLength - 1 >= _file.Sizes.Offset + _file.Sizes.Length) return _file.Read(r.Address(), r.Length(), "large object in a fractal heap");
        long number = r.Number(Math.Min(8, _idLength - 1));
        if (!_hugeRead && _hugeTree >= 0)
            foreach (var record in BTreeV2.Records(_file, _hugeTree, 1))
            {
                var fields = _file.Reader(record.Span, "record of a large object");
                var (address, length) = (fields.Address(), fields.Length());
                _huge[fields.Length()] = (address, length);
            }
        _hugeRead = true;
        return _huge.TryGetValue(number, out var place) ? _file.Read(place.Address, place.Length, "large object in a fractal heap")
            : throw Damaged.Because("a large object in a fractal heap is not there");
    }

    /// <summary>The address of a place in the heap's own numbering.</summary>
    private long Locate(long offset, long length)
    {
        var (block, rows, start) = (_root, _rootRows, 0L);
        if (rows == 0) return Inside(block, offset, length, _startSize);
        for (int depth = 0; depth < 64; depth++)
        {
            // The row holding the offset, and the block in that row.
            int row = 0;
            long rowStart = start;
            while (row < rows && offset - rowStart >= _width * RowSize(row)) rowStart += _width * RowSize(row++);
            if (row >= rows) break;
            long size = RowSize(row), column = (offset - rowStart) / size;
            long child = Child(block, row * _width + column, rows);
            start = rowStart + column * size;
            if (size <= _maxDirectSize) return Inside(child, offset - start, length, size);
            (block, rows) = (child, BitOperations.Log2((ulong)size) - BitOperations.Log2((ulong)(_startSize * _width)) + 1);
        }
        throw Damaged.Because("an object lies outside its fractal heap");
    }

    private long RowSize(int row) => row is > 62 or < 0 || row - 1 + BitOperations.Log2((ulong)_startSize) > 46
        ? throw Damaged.Because("a fractal heap has impossible sizes")
        : _startSize << Math.Max(0, row - 1);

    private static long Inside(long block, long offset, long length, long size) =>
        block >= 0 && offset <= size - length ? block + offset : throw Damaged.Because("an object lies outside its block of a fractal heap");

    /// <summary>The address of a child of an indirect block.</summary>
    private long Child(long block, long index, int rows)
    {
        int prefix = 5 + _file.Sizes.Offset + _offsetSize;
        long length = prefix + (long)rows * _width * _file.Sizes.Offset + 4;
        var r = _file.Reader(_file.ReadChecked(block, length, "block of a fractal heap"), "block of a fractal heap");
        r.Signature("FHIB"u8, 0);
        r.Skip(prefix - 5 + index * _file.Sizes.Offset);
        return r.Address();
    }
}
