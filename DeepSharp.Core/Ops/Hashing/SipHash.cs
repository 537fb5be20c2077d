using System.Buffers.Binary;
using System.Numerics;

namespace DeepSharp;

/// <summary>SipHash-2-4: a 64-bit hash under a key, so that nobody who lacks the key can make values collide.</summary>
/// <remarks>Aumasson and Bernstein, SipHash: a fast short-input PRF (2012), https://www.131002.net/siphash/siphash.pdf.</remarks>
internal static class SipHash
{
    /// <summary>The hash of bytes under the key (<paramref name="k0"/>, <paramref name="k1"/>).</summary>
    public static ulong Hash64(ReadOnlySpan<byte> bytes, ulong k0, ulong k1)
    {
        var state = new State(k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573);
        int whole = bytes.Length & ~7;
        for (int at = 0; at < whole; at += 8) state.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]));
        Span<byte> last = stackalloc byte[8];
        last.Clear();
        bytes[whole..].CopyTo(last);
        last[7] = (byte)bytes.Length;
        state.Add(BinaryPrimitives.ReadUInt64LittleEndian(last));
        return state.Finish();
    }

    private struct State(ulong v0, ulong v1, ulong v2, ulong v3)
    {
        private ulong _v0 = v0, _v1 = v1, _v2 = v2, _v3 = v3;

        public void Add(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        public ulong Finish()
        {
            _v2 ^= 0xff;
            for (int i = 0; i < 4; i++) Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
