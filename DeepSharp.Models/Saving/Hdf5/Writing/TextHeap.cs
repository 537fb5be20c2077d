using System.Text;

namespace DeepSharp.Hdf5;

/// <summary>Writes texts into global heaps, from which attributes refer to them.</summary>
internal sealed class TextHeap
{
    private const int MinSize = 4096, MaxObjects = 60_000, MaxBytes = 1 << 24;

    private readonly Dictionary<string, (long Address, int Index, int Length)> _places = [];

    /// <summary>Writes all texts.</summary>
    public TextHeap(MetadataBuffer buffer, IEnumerable<string> texts)
    {
        var waiting = texts.Where(t => t.Length > 0).Distinct().Select(t => (Text: t, Bytes: Encoding.UTF8.GetBytes(t))).ToList();
        for (int start = 0; start < waiting.Count;)
        {
            int count = 0, size = 16;
            while (start + count < waiting.Count && count < MaxObjects && (count == 0 || size < MaxBytes))
                size += 16 + Padded(waiting[start + count++].Bytes.Length);
            Write(buffer, waiting.GetRange(start, count), size);
            start += count;
        }
    }

    /// <summary>What stands in an attribute for a text: its length, the heap's address, its number there.</summary>
    public void Reference(MetadataBuffer buffer, string text)
    {
        var (address, index, length) = _places.GetValueOrDefault(text);
        buffer.U32(length).I64(address).U32(index);
    }

    private void Write(MetadataBuffer buffer, List<(string Text, byte[] Bytes)> texts, int used)
    {
        buffer.Align();
        int address = buffer.Length, size = Math.Max(MinSize, used);
        buffer.U8("GCOL"u8).U8(1, 0, 0, 0).I64(size);
        foreach (var (i, (text, bytes)) in texts.Index())
        {
            _places[text] = (address, i + 1, bytes.Length);
            buffer.U16(i + 1).U16(1).U32(0).I64(bytes.Length).U8(bytes).Zeros(Padded(bytes.Length) - bytes.Length);
        }
        // What is left is an object of number 0, whose length counts its own head.
        if (size - used >= 16) buffer.Zeros(8).I64(size - used).Zeros(size - used - 16);
    }

    private static int Padded(int length) => (length + 7) / 8 * 8;
}
