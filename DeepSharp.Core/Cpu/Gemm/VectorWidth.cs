using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>The vector registers a kernel is written for. Every width runs everywhere; those the processor lacks are emulated,
/// slowly.</summary>
internal enum VectorWidth
{
    Scalar,
    Bits128,
    Bits256,
    Bits512,
}

/// <summary>The width kernels use unless told otherwise.</summary>
internal static class BestVectorWidth
{
    public static VectorWidth Value =>
        Vector512.IsHardwareAccelerated ? VectorWidth.Bits512
        : Vector256.IsHardwareAccelerated ? VectorWidth.Bits256
        : Vector128.IsHardwareAccelerated ? VectorWidth.Bits128
        : VectorWidth.Scalar;
}
