namespace DeepSharp;

/// <summary>Philox4x32-10: a keyed bijection of 128-bit counters whose outputs pass as random numbers.</summary>
/// <remarks>
/// There is no hidden state, so any element of any stream can be computed on its own, on any device and in any order.
/// Source: J. Salmon and others, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
/// </remarks>
internal static class Philox
{
    public const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;

    /// <summary>What is added to the key after each round: the golden ratio and √3 − 1 as 32-bit fractions.</summary>
    public const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    public const int Rounds = 10;

    /// <summary>The four words of one counter.</summary>
    /// <param name="block">The counter's low 64 bits: the block's number within a draw.</param>
    /// <param name="draw">The counter's high 64 bits: the draw's number.</param>
    /// <param name="seed">The key.</param>
    /// <param name="rounds">Ten, unless a test asks for the shorter variant.</param>
    public static Words Block(ulong block, ulong draw, ulong seed, int rounds = Rounds)
    {
        var (c0, c1, c2, c3) = ((uint)block, (uint)(block >> 32), (uint)draw, (uint)(draw >> 32));
        var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
        for (int r = 0; r < rounds; r++)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return new(c0, c1, c2, c3);
    }

    /// <summary>One block of random words.</summary>
    public readonly record struct Words(uint W0, uint W1, uint W2, uint W3)
    {
        /// <summary>Words 0 and 1 as one number, word 0 below.</summary>
        public ulong Low => W0 | (ulong)W1 << 32;

        /// <summary>Words 2 and 3 as one number, word 2 below.</summary>
        public ulong High => W2 | (ulong)W3 << 32;
    }
}
