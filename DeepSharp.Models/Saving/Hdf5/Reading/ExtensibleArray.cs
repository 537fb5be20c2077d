using System.Numerics;

namespace DeepSharp.Hdf5;

/// <summary>The chunk index of datasets that grow along one axis: an index block with the first elements, then data blocks that become longer
/// and more numerous from super block to super block.</summary>
internal sealed class ExtensibleArray
{
    private readonly FileSpace _file;
    private readonly bool _filtered;
    private readonly int _size, _bits, _inIndex, _blockMin, _pointersMin, _pageBits;
    private readonly long _index, _realized;

    private ExtensibleArray(FileSpace file, long address, bool filtered)
    {
        (_file, _filtered) = (file, filtered);
        var (o, l) = (file.Sizes.Offset, file.Sizes.Length);
        var r = file.Reader(file.ReadChecked(address, 16 + 6 * l + o, "extensible array's header"), "extensible array's header");
        r.Signature("EAHD"u8, 0);
        CheckClient(ref r);
        (_size, _bits, _inIndex, _blockMin, _pointersMin, _pageBits) = (r.U8(), r.U8(), r.U8(), r.U8(), r.U8(), r.U8());
        r.Skip(4 * l);
        _realized = r.Length();     // one more than the largest index
        r.Length();
        _index = r.Address();
        if (_size < o || _bits is < 1 or > 63 || !BitOperations.IsPow2(_blockMin) || !BitOperations.IsPow2(_pointersMin) || _pageBits > 30
            || BitOperations.Log2((uint)_blockMin) >= _bits)
            throw Damaged.Because("an extensible array has impossible sizes");
    }

    /// <summary>The elements with their indices.</summary>
    public static IEnumerable<(long Index, ReadOnlyMemory<byte> Element)> Elements(FileSpace file, long address, bool filtered) =>
        new ExtensibleArray(file, address, filtered).All();

    private IEnumerable<(long, ReadOnlyMemory<byte>)> All()
    {
        if (_index < 0) yield break;
        int superBlocks = 1 + _bits - BitOperations.Log2((uint)_blockMin), direct = 2 * BitOperations.Log2((uint)_pointersMin);
        int blockPointers = 2 * (_pointersMin - 1), superPointers = Math.Max(0, superBlocks - direct), prefix = 6 + _file.Sizes.Offset, o = _file.Sizes.Offset;
        long length = prefix + (long)_inIndex * _size + (long)(blockPointers + superPointers) * o + 4;
        var block = _file.ReadChecked(_index, length, "extensible array's index");
        CheckBlock(block, "EAIB"u8);
        for (int i = 0; i < _inIndex; i++) yield return (i, block.AsMemory(prefix + i * _size, _size));

        long start = _inIndex;
        int pointers = prefix + _inIndex * _size, nextBlock = 0;
        for (int s = 0; s < superBlocks && start < _realized; s++)
        {
            long blocks = 1L << s / 2, inBlock = (1L << (s + 1) / 2) * _blockMin;
            if (s < direct)
                for (long b = 0; b < blocks && start + b * inBlock < _realized && nextBlock < blockPointers; b++, nextBlock++)
                    foreach (var e in Block(Address(block, pointers + nextBlock * o), start + b * inBlock, inBlock, null)) yield return e;
            else
                foreach (var e in SuperBlock(Address(block, pointers + (blockPointers + s - direct) * o), start, blocks, inBlock)) yield return e;
            start += blocks * inBlock;
        }
    }

    private IEnumerable<(long, ReadOnlyMemory<byte>)> SuperBlock(long address, long start, long blocks, long inBlock)
    {
        if (address < 0) yield break;
        int o = _file.Sizes.Offset;
        long pages = inBlock > 1L << _pageBits ? inBlock >> _pageBits : 0, mask = pages == 0 ? 0 : (pages + 7) / 8, prefix = 6 + o + (_bits + 7) / 8;
        if (blocks > _file.Length) throw Damaged.Because("an extensible array has impossible sizes");
        var super = _file.ReadChecked(address, prefix + blocks * (mask + o) + 4, "extensible array's super block");
        CheckBlock(super, "EASB"u8);
        for (long b = 0; b < blocks && start + b * inBlock < _realized; b++)
        {
            long at = b;
            bool Written(long page) => (super[prefix + (at * pages + page) / 8] & 0x80 >> (int)((at * pages + page) % 8)) != 0;
            foreach (var e in Block(Address(super, prefix + blocks * mask + b * o), start + b * inBlock, inBlock, pages == 0 ? null : Written)) yield return e;
        }
    }

    /// <summary>A data block, in pages where it is long.</summary>
    private IEnumerable<(long, ReadOnlyMemory<byte>)> Block(long address, long start, long count, Func<long, bool>? written)
    {
        if (address < 0) yield break;
        long prefix = 6 + _file.Sizes.Offset + (_bits + 7) / 8;
        var head = _file.ReadChecked(address, prefix + (written is null ? count * _size : 0) + 4, "extensible array's data block");
        CheckBlock(head, "EADB"u8);
        if (written is null)
        {
            for (int i = 0; i < count; i++) yield return (start + i, head.AsMemory((int)prefix + i * _size, _size));
            yield break;
        }
        long perPage = 1L << _pageBits;
        for (long p = 0; p < count / perPage; p++)
        {
            if (!written(p)) continue;
            var page = _file.ReadChecked(address + prefix + 4 + p * (perPage * _size + 4), perPage * _size + 4, "extensible array's page");
            for (int i = 0; i < perPage; i++) yield return (start + p * perPage + i, page.AsMemory(i * _size, _size));
        }
    }

    private long Address(byte[] block, long at)
    {
        var r = _file.Reader(block.AsSpan((int)at), "extensible array");
        return r.Address();
    }

    private void CheckBlock(byte[] block, ReadOnlySpan<byte> letters)
    {
        var r = _file.Reader(block, "extensible array");
        r.Signature(letters, 0);
        CheckClient(ref r);
    }

    private void CheckClient(ref ByteReader r)
    {
        if (r.U8() != (_filtered ? 1 : 0)) throw Damaged.Because("an extensible array does not fit the dataset's filters");
    }
}
