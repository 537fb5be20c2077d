namespace DeepSharp.Tests.Saving;

/// <summary>Damages files in the ways that find faults in readers.</summary>
internal static class FileDamage
{
    private static readonly ulong[] s_numbers = [0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF,
        ulong.MaxValue];

    /// <summary>A damaged copy.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="good">A file that can be read.</param>
    /// <param name="range">Where it is damaged, or a place to begin at; the whole file if left out.</param>
    public static byte[] Of(Random random, byte[] good, Range? range = null)
    {
        var bytes = (byte[])good.Clone();
        var (start, length) = (range ?? Range.All).GetOffsetAndLength(bytes.Length);
        if (length == 0) return bytes;
        for (int n = random.Next(1, 5); n > 0; n--)
        {
            int at = start + random.Next(length), left = bytes.Length - at;
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:     // a number that is often mishandled
                    int size = Math.Min(left, 1 << random.Next(4));
                    BitConverter.GetBytes(s_numbers[random.Next(s_numbers.Length)]).AsSpan(0, size).CopyTo(bytes.AsSpan(at));
                    break;
                case 3:     // another place of this file, as an address
                    BitConverter.GetBytes((ulong)random.Next(bytes.Length) & ~7UL).AsSpan(0, Math.Min(left, 8)).CopyTo(bytes.AsSpan(at));
                    break;
                case 4:     // a piece of this file
                    int count = Math.Min(left, random.Next(1, 64)), from = random.Next(bytes.Length - count + 1);
                    good.AsSpan(from, count).CopyTo(bytes.AsSpan(at));
                    break;
                case 5:     // a number made a little larger or smaller
                    bytes[at] += (byte)(random.Next(2) == 0 ? 1 : 255);
                    break;
                default:
                    if (random.Next(8) == 0) return bytes[..at];
                    bytes.AsSpan(at, Math.Min(left, random.Next(1, 32))).Fill((byte)random.Next(256));
                    break;
            }
        }
        return bytes;
    }
}
