using System.Numerics;

namespace DeepSharp.Gpu;

/// <summary>Kernels that only move elements exist once for each size of element, under the name of one type of that size.</summary>
internal static class ElementCarrier
{
    /// <summary>The most bytes one instruction moves.</summary>
    private const int Widest = 16;

    /// <summary>The type whose name the kernels of a size go by.</summary>
    public static DType Of(int size) => size switch { 1 => DType.UInt8, 2 => DType.Float16, 4 => DType.Int32, _ => DType.Int64 };

    /// <summary>The kernel that moves units of so many bytes; two names because units of 16 bytes are pairs of int64.</summary>
    public static CudaFunction Function(CudaContext cuda, string module, string entry, string pairEntry, int unit) =>
        unit == Widest ? cuda.Function(module, pairEntry, DType.Int64) : cuda.Function(module, entry, Of(unit));

    /// <summary>The largest unit, up to 16 bytes, of which all lengths and addresses are multiples.</summary>
    /// <param name="multiples">Lengths, distances and addresses in bytes, joined by <c>|</c>.</param>
    public static int Unit(long multiples) => multiples == 0 ? Widest : (int)Math.Min(Widest, 1L << BitOperations.TrailingZeroCount(multiples));
}
