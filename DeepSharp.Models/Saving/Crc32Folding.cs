using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp;

/// <summary>Brings long stretches of bytes down to 16 with the same CRC-32, with carry-less multiplication: 64 bytes a step.</summary>
/// <remarks>
/// A 128-bit piece of the message stands for a polynomial over GF(2), its first bit for the highest power. Multiplied by xᴰ mod P it can be added to what
/// stands D bits behind it. In reflected bit order a product of 64-bit halves comes out times x, so the constants are one power lower.
/// V. Gopal and others, Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction, Intel 2009.
/// </remarks>
internal static class Crc32Folding
{
    private const int Lanes = 4, Step = 16 * Lanes;

    private static readonly Vector128<ulong> s_far = Constants(128 * Lanes), s_near = Constants(128);

    /// <summary>Fewer bytes than this are not worth it.</summary>
    public const int MinLength = 2 * Step;

    /// <summary>Whether the processor can do it.</summary>
    public static bool IsSupported => Pclmulqdq.IsSupported;

    /// <summary>Folds all whole steps.</summary>
    /// <param name="register">The state so far, which is added to the first bytes.</param>
    /// <param name="bytes">At least <see cref="MinLength"/> bytes; becomes what is left of them.</param>
    /// <param name="folded">Gets 16 bytes that lead to the same state from 0.</param>
    public static void Fold(uint register, scoped ref ReadOnlySpan<byte> bytes, scoped Span<byte> folded)
    {
        var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes[..(bytes.Length / Step * Step)]);
        bytes = bytes[(blocks.Length * 16)..];
        var (a, b, c, d) = (blocks[0] ^ Vector128.CreateScalar((ulong)register), blocks[1], blocks[2], blocks[3]);
        for (int i = Lanes; i < blocks.Length; i += Lanes)
        {
            a = Advance(a, s_far) ^ blocks[i];
            b = Advance(b, s_far) ^ blocks[i + 1];
            c = Advance(c, s_far) ^ blocks[i + 2];
            d = Advance(d, s_far) ^ blocks[i + 3];
        }
        b ^= Advance(a, s_near);
        c ^= Advance(b, s_near);
        d ^= Advance(c, s_near);
        d.AsByte().CopyTo(folded);
    }

    private static Vector128<ulong> Advance(Vector128<ulong> piece, Vector128<ulong> constants) =>
        Pclmulqdq.CarrylessMultiply(piece, constants, 0x00) ^ Pclmulqdq.CarrylessMultiply(piece, constants, 0x11);

    /// <summary>x^(distance + 63) and x^(distance − 1) mod P, for the earlier and the later half.</summary>
    private static Vector128<ulong> Constants(int distance) => Vector128.Create(Power(distance + 63), Power(distance - 1));

    /// <summary>xⁿ mod P, its bits reflected in 64.</summary>
    private static ulong Power(int n)
    {
        const uint Polynomial = 0xEDB88320;     // reflected: the lowest bit is x³¹
        uint power = 0x80000000;                // 1
        for (int i = 0; i < n; i++) power = (power & 1) != 0 ? power >> 1 ^ Polynomial : power >> 1;
        return (ulong)power << 32;
    }
}
