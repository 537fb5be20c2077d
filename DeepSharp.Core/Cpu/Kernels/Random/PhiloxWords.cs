using System.Runtime.CompilerServices;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(uint* to, ulong firstBlock, int blocks, ulong draw, ulong seed)
    {
        if (Avx512F.IsSupported)
        {
            int b = 0;
            for (; b <= blocks - 16; b += 16) Sixteen(to + 4 * b, firstBlock + (ulong)b, draw, seed);
            for (; b < blocks; b += 8) Eight(to + 4 * b, firstBlock + (ulong)b, draw, seed);
        }
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Eight(uint* to, ulong block, ulong draw, ulong seed)
    {
        var (c0, c1, c2, c3) = Counters(block, draw);
        var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
        for (int r = 0; r < Philox.Rounds; r++)
        {
            (c0, c1, c2, c3) = Round(c0, c1, c2, c3, Vector512.Create((ulong)k0), Vector512.Create((ulong)k1));
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }
        Store(to, c0, c1, c2, c3);
    }

    /// <summary>Twice eight: two chains of rounds fill the time that one would wait, and share the keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sixteen(uint* to, ulong block, ulong draw, ulong seed)
    {
        var (a0, a1, a2, a3) = Counters(block, draw);
        var (b0, b1, b2, b3) = Counters(block + 8, draw);
        var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
        for (int r = 0; r < Philox.Rounds; r++)
        {
            var (key0, key1) = (Vector512.Create((ulong)k0), Vector512.Create((ulong)k1));
            (a0, a1, a2, a3) = Round(a0, a1, a2, a3, key0, key1);
            (b0, b1, b2, b3) = Round(b0, b1, b2, b3, key0, key1);
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }
        Store(to, a0, a1, a2, a3);
        Store(to + 32, b0, b1, b2, b3);
    }

    /// <summary>The counters of eight blocks, in the order in which unpacking pairs gives them one after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong>, Vector512<ulong>, Vector512<ulong>, Vector512<ulong>) Counters(ulong block, ulong draw)
    {
        var c0 = Vector512.Create(block) + Vector512.Create(0ul, 4, 1, 5, 2, 6, 3, 7);
        return (c0, c0 >>> 32, Vector512.Create(draw), Vector512.Create(draw >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong>, Vector512<ulong>, Vector512<ulong>, Vector512<ulong>) Round(
        Vector512<ulong> c0, Vector512<ulong> c1, Vector512<ulong> c2, Vector512<ulong> c3, Vector512<ulong> key0, Vector512<ulong> key1)
    {
        var p0 = Avx512F.Multiply(c0.AsUInt32(), Vector512.Create((ulong)Philox.Multiplier0).AsUInt32());
        var p1 = Avx512F.Multiply(c2.AsUInt32(), Vector512.Create((ulong)Philox.Multiplier1).AsUInt32());
        return ((p1 >>> 32) ^ c1 ^ key0, p1, (p0 >>> 32) ^ c3 ^ key1, p0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(uint* to, Vector512<ulong> c0, Vector512<ulong> c1, Vector512<ulong> c2, Vector512<ulong> c3)
    {
        var lower = Vector512.Create((ulong)uint.MaxValue);
        var (w01, w23) = ((c0 & lower) | (c1 << 32), (c2 & lower) | (c3 << 32));
        Avx512F.UnpackLow(w01, w23).AsUInt32().Store(to);
        Avx512F.UnpackHigh(w01, w23).AsUInt32().Store(to + 16);
    }
}
