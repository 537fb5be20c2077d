using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>The register widths a loop can run at.</summary>
internal enum LaneWidth
{
    Scalar = 0,
    Bits128 = 128,
    Bits256 = 256,
    Bits512 = 512,
}

/// <summary>A loop written over a lane type that <see cref="LaneDispatch"/> picks.</summary>
internal interface ILaneJob<T> where T : unmanaged
{
    /// <summary>Runs the loop with registers of type <typeparamref name="TLane"/>.</summary>
    void Run<TLane>() where TLane : struct, ILane<TLane, T>;
}

/// <summary>Chooses the register width. The conditions are constants to the JIT, so one branch is left in compiled code.</summary>
internal static class LaneDispatch
{
    /// <summary>The widest width that this machine runs in hardware.</summary>
    public static LaneWidth Widest
        => Vector512.IsHardwareAccelerated ? LaneWidth.Bits512
        : Vector256.IsHardwareAccelerated ? LaneWidth.Bits256
        : Vector128.IsHardwareAccelerated ? LaneWidth.Bits128
        : LaneWidth.Scalar;

    /// <summary>Runs <paramref name="job"/> at the widest accelerated width.</summary>
    public static void Run<T, TJob>(ref TJob job) where T : unmanaged where TJob : struct, ILaneJob<T>
    {
        if (Vector512.IsHardwareAccelerated)
            job.Run<Wide512<T>>();
        else if (Vector256.IsHardwareAccelerated)
            job.Run<Wide256<T>>();
        else if (Vector128.IsHardwareAccelerated)
            job.Run<Wide128<T>>();
        else
            job.Run<Wide1<T>>();
    }

    /// <summary>Runs <paramref name="job"/> at a given width, in hardware or not; results do not depend on it.</summary>
    public static void Run<T, TJob>(ref TJob job, LaneWidth width) where T : unmanaged where TJob : struct, ILaneJob<T>
    {
        switch (width)
        {
            case LaneWidth.Bits512: job.Run<Wide512<T>>(); break;
            case LaneWidth.Bits256: job.Run<Wide256<T>>(); break;
            case LaneWidth.Bits128: job.Run<Wide128<T>>(); break;
            case LaneWidth.Scalar: job.Run<Wide1<T>>(); break;
            default:
                throw new ArgumentOutOfRangeException(nameof(width), width, "LaneDispatch knows the widths 512, 256, 128 bits and scalar.");
        }
    }
}
