using System.Buffers.Binary;
using System.Numerics;

namespace DeepSharp;

/// <summary>FarmHash's 64-bit fingerprint of bytes, the same on every machine and forever; what TensorFlow puts strings into buckets with.</summary>
/// <remarks>Geoff Pike, FarmHash (2014), function <c>Fingerprint64</c>. Not for cryptography.</remarks>
internal static class FarmHash
{
    private const ulong K0 = 0xc3a5c85c97cb3127, K1 = 0xb492b66fbe98f273, K2 = 0x9ae16a3b2f90404f;

    /// <summary>The fingerprint.</summary>
    public static ulong Fingerprint64(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        <= 16 => UpTo16(bytes),
        <= 32 => UpTo32(bytes),
        <= 64 => UpTo64(bytes),
        _ => Long(bytes),
    };

    /// <summary>A fingerprint of two fingerprints in order, as TensorFlow crosses features.</summary>
    public static ulong Concatenate(ulong first, ulong second)
    {
        const ulong mul = 0xc6a4a7935bd1e995;
        ulong result = ((first ^ mul) ^ (ShiftMix(second * mul) * mul)) * mul;
        return ShiftMix(ShiftMix(result) * mul);
    }

    private static ulong UpTo16(ReadOnlySpan<byte> s)
    {
        int n = s.Length;
        ulong mul = K2 + (ulong)n * 2;
        if (n >= 8)
        {
            ulong a = Word(s, 0) + K2, b = Word(s, n - 8);
            ulong c = BitOperations.RotateRight(b, 37) * mul + a, d = (BitOperations.RotateRight(a, 25) + b) * mul;
            return Mix(c, d, mul);
        }
        if (n >= 4) return Mix((ulong)n + ((ulong)Half(s, 0) << 3), Half(s, n - 4), mul);
        if (n == 0) return K2;
        uint y = s[0] + ((uint)s[n >> 1] << 8), z = (uint)n + ((uint)s[n - 1] << 2);
        return ShiftMix(y * K2 ^ z * K0) * K2;
    }

    private static ulong UpTo32(ReadOnlySpan<byte> s)
    {
        int n = s.Length;
        ulong mul = K2 + (ulong)n * 2;
        ulong a = Word(s, 0) * K1, b = Word(s, 8), c = Word(s, n - 8) * mul, d = Word(s, n - 16) * K2;
        return Mix(BitOperations.RotateRight(a + b, 43) + BitOperations.RotateRight(c, 30) + d, a + BitOperations.RotateRight(b + K2, 18) + c, mul);
    }

    private static ulong UpTo64(ReadOnlySpan<byte> s)
    {
        int n = s.Length;
        ulong mul = K2 + (ulong)n * 2;
        ulong a = Word(s, 0) * K2, b = Word(s, 8), c = Word(s, n - 8) * mul, d = Word(s, n - 16) * K2;
        ulong y = BitOperations.RotateRight(a + b, 43) + BitOperations.RotateRight(c, 30) + d;
        ulong z = Mix(y, a + BitOperations.RotateRight(b + K2, 18) + c, mul);
        ulong e = Word(s, 16) * mul, f = Word(s, 24), g = (y + Word(s, n - 32)) * mul, h = (z + Word(s, n - 24)) * mul;
        return Mix(BitOperations.RotateRight(e + f, 43) + BitOperations.RotateRight(g, 30) + h, e + BitOperations.RotateRight(f + a, 18) + g, mul);
    }

    private static ulong Long(ReadOnlySpan<byte> s)
    {
        const ulong seed = 81;
        ulong x = seed, y = unchecked(seed * K1 + 113), z = ShiftMix(unchecked(y * K2 + 113)) * K2;
        (ulong First, ulong Second) v = default, w = default;
        x = x * K2 + Word(s, 0);
        int last = (s.Length - 1) / 64 * 64;            // the blocks before the last, which overlaps them to be whole
        for (int at = 0; at < last; at += 64)
        {
            x = BitOperations.RotateRight(x + y + v.First + Word(s, at + 8), 37) * K1;
            y = BitOperations.RotateRight(y + v.Second + Word(s, at + 48), 42) * K1;
            x ^= w.Second;
            y += v.First + Word(s, at + 40);
            z = BitOperations.RotateRight(z + w.First, 33) * K1;
            v = Weak(s[at..], v.Second * K1, x + w.First);
            w = Weak(s[(at + 32)..], z + w.Second, y + Word(s, at + 16));
            (x, z) = (z, x);
        }
        ulong mul = K1 + ((z & 0xff) << 1);
        int end = s.Length - 64;
        w.First += (ulong)((s.Length - 1) & 63);
        v.First += w.First;
        w.First += v.First;
        x = BitOperations.RotateRight(x + y + v.First + Word(s, end + 8), 37) * mul;
        y = BitOperations.RotateRight(y + v.Second + Word(s, end + 48), 42) * mul;
        x ^= w.Second * 9;
        y += v.First * 9 + Word(s, end + 40);
        z = BitOperations.RotateRight(z + w.First, 33) * mul;
        v = Weak(s[end..], v.Second * mul, x + w.First);
        w = Weak(s[(end + 32)..], z + w.Second, y + Word(s, end + 16));
        (x, z) = (z, x);
        return Mix(Mix(v.First, w.First, mul) + ShiftMix(y) * K0 + z, Mix(v.Second, w.Second, mul) + x, mul);
    }

    /// <summary>Two numbers from 32 bytes and two seeds.</summary>
    private static (ulong First, ulong Second) Weak(ReadOnlySpan<byte> s, ulong a, ulong b)
    {
        ulong w = Word(s, 0), x = Word(s, 8), y = Word(s, 16), z = Word(s, 24);
        a += w;
        b = BitOperations.RotateRight(b + a + z, 21);
        ulong c = a;
        a += x + y;
        return (a + z, b + BitOperations.RotateRight(a, 44) + c);
    }

    private static ulong Mix(ulong u, ulong v, ulong mul)
    {
        ulong a = (u ^ v) * mul;
        a ^= a >> 47;
        ulong b = (v ^ a) * mul;
        b ^= b >> 47;
        return b * mul;
    }

    private static ulong ShiftMix(ulong value) => value ^ (value >> 47);

    private static ulong Word(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt64LittleEndian(s[at..]);

    private static uint Half(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt32LittleEndian(s[at..]);
}
