namespace DeepSharp;

/// <summary>Puts bytes into buckets as TensorFlow does: their hash modulo the number of buckets.</summary>
internal static class HashBuckets
{
    /// <summary>The bucket of the bytes, by FarmHash64.</summary>
    public static int Of(ReadOnlySpan<byte> bytes, int buckets) => (int)(FarmHash.Fingerprint64(bytes) % (ulong)buckets);

    /// <summary>The bucket of the bytes, by SipHash under two keys.</summary>
    public static int Of(ReadOnlySpan<byte> bytes, int buckets, long k0, long k1) => (int)(SipHash.Hash64(bytes, (ulong)k0, (ulong)k1) % (ulong)buckets);
}
