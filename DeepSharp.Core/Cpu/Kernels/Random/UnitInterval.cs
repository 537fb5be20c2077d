using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Random words as numbers in [0, 1): the upper bits that a float holds exactly, scaled by a power of two.</summary>
internal static unsafe class UnitInterval
{
    /// <summary>to[i] = (words[i] shifted right by 8) · 2⁻²⁴. The target may be the words' own memory.</summary>
    public static void Singles(uint* words, float* to, int count)
    {
        const float step = 1f / (1 << 24);
        int i = 0;
        // Exact: the integers are below 2²⁴. Signed, because only that conversion is one instruction everywhere.
        for (; i <= count - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            var k = Vector.AsVectorInt32(Vector.ShiftRightLogical(*(Vector<uint>*)(words + i), 8));
            *(Vector<float>*)(to + i) = Vector.ConvertToSingle(k) * step;
        }
        for (; i < count; i++) to[i] = (int)(words[i] >> 8) * step;
    }

    /// <summary>to[i] = (dᵢ shifted right by 11) · 2⁻⁵³. The target may be the words' own memory.</summary>
    public static void Doubles(uint* words, double* to, int count)
    {
        const double step = 1.0 / (1L << 53);
        var numbers = (ulong*)words;
        for (int i = 0; i < count; i++) to[i] = (long)(numbers[i] >> 11) * step;
    }
}
