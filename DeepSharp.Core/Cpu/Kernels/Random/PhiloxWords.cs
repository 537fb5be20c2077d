using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Cpu;

/// <summary>Runs of Philox words, several blocks at once where the machine multiplies 32-bit lanes to 64 bits.</summary>
/// <remarks>
/// Each counter word stands in a 64-bit lane of which only the lower half counts: the multiplication reads nothing else, so the upper half
/// of a
/// product may stay in place as rubbish and a round needs no masks. The three ways give the same words.
/// </remarks>
internal static unsafe class PhiloxWords
{
    /// <summary>The words written may run past those asked for, up to a whole number of groups of this many blocks.</summary>
    public const int BlocksPerGroup = 8;

    /// <summary>Writes the words of consecutive blocks of a draw; room must be there for whole groups.</summary>
    public static void Fill(uint* to, ulong firstBlock, int blocks, ulong draw, ulong seed)
    {
        if (Avx512F.IsSupported)
            for (int b = 0; b < blocks; b += 8) Eight(to + 4 * b, firstBlock + (ulong)b, draw, seed);
        else if (Avx2.IsSupported)
            for (int b = 0; b < blocks; b += 4) Four(to + 4 * b, firstBlock + (ulong)b, draw, seed);
        else
            One(to, firstBlock, blocks, draw, seed);
    }

    public static void One(uint* to, ulong firstBlock, int blocks, ulong draw, ulong seed)
    {
        for (int b = 0; b < blocks; b++, to += 4)
        {
            var words = Philox.Block(firstBlock + (ulong)b, draw, seed);
            (to[0], to[1], to[2], to[3]) = (words.W0, words.W1, words.W2, words.W3);
        }
    }

    public static void Four(uint* to, ulong block, ulong draw, ulong seed)
    {
        var (m0, m1) = (Vector256.Create((ulong)Philox.Multiplier0), Vector256.Create((ulong)Philox.Multiplier1));
        // The order in which unpacking two registers of pairs gives the blocks one after another.
        var c0 = Vector256.Create(block) + Vector256.Create(0ul, 2, 1, 3);
        var (c1, c2, c3) = (c0 >>> 32, Vector256.Create(draw), Vector256.Create(draw >> 32));
        var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
        for (int r = 0; r < Philox.Rounds; r++)
        {
            var p0 = Avx2.Multiply(c0.AsUInt32(), m0.AsUInt32());
            var p1 = Avx2.Multiply(c2.AsUInt32(), m1.AsUInt32());
            (c0, c2) = ((p1 >>> 32) ^ c1 ^ Vector256.Create((ulong)k0), (p0 >>> 32) ^ c3 ^ Vector256.Create((ulong)k1));
            (c1, c3) = (p1, p0);
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }
        var lower = Vector256.Create((ulong)uint.MaxValue);
        var (w01, w23) = ((c0 & lower) | (c1 << 32), (c2 & lower) | (c3 << 32));
        Avx2.UnpackLow(w01, w23).AsUInt32().Store(to);
        Avx2.UnpackHigh(w01, w23).AsUInt32().Store(to + 8);
    }

    public static void Eight(uint* to, ulong block, ulong draw, ulong seed)
    {
        var (m0, m1) = (Vector512.Create((ulong)Philox.Multiplier0), Vector512.Create((ulong)Philox.Multiplier1));
        var c0 = Vector512.Create(block) + Vector512.Create(0ul, 4, 1, 5, 2, 6, 3, 7);
        var (c1, c2, c3) = (c0 >>> 32, Vector512.Create(draw), Vector512.Create(draw >> 32));
        var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
        for (int r = 0; r < Philox.Rounds; r++)
        {
            var p0 = Avx512F.Multiply(c0.AsUInt32(), m0.AsUInt32());
            var p1 = Avx512F.Multiply(c2.AsUInt32(), m1.AsUInt32());
            (c0, c2) = ((p1 >>> 32) ^ c1 ^ Vector512.Create((ulong)k0), (p0 >>> 32) ^ c3 ^ Vector512.Create((ulong)k1));
            (c1, c3) = (p1, p0);
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }
        var lower = Vector512.Create((ulong)uint.MaxValue);
        var (w01, w23) = ((c0 & lower) | (c1 << 32), (c2 & lower) | (c3 << 32));
        Avx512F.UnpackLow(w01, w23).AsUInt32().Store(to);
        Avx512F.UnpackHigh(w01, w23).AsUInt32().Store(to + 16);
    }
}
