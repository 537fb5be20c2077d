namespace DeepSharp;

/// <summary>The SplitMix64 generator: small, and the same numbers on every machine and in every version of .NET.</summary>
/// <remarks>Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
internal struct SplitMix64
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>Stream number <paramref name="stream"/> of a seed: each item of a set has its own, whatever the order or thread.</summary>
    internal SplitMix64(ulong seed, ulong stream) => _state = Mix(Mix(seed + Golden) ^ (stream + 1) * 0xD1342543DE82EF95);

    internal ulong Next() => Mix(_state += Golden);

    /// <summary>Uniform in [0, 1): 24 bits, so that every value is an exact float.</summary>
    internal float Uniform() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform from <paramref name="low"/> up to <paramref name="high"/>.</summary>
    internal float Between(float low, float high) => low + (high - low) * Uniform();

    /// <summary>Uniform whole number in [0, <paramref name="count"/>).</summary>
    internal int Below(int count) => (int)((Next() >> 32) * (ulong)count >> 32);

    /// <summary>
    /// Bell-shaped, mean 0, variance 1, within ±2√3: the sum of four uniform numbers. Additions round alike everywhere;
    /// the logarithm and cosine of a true normal draw need not.
    /// </summary>
    internal float Bell() => (Uniform() + Uniform() + Uniform() + Uniform() - 2f) * 1.7320508f;

    private static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
