namespace DeepSharp.Tests.Cuda;

/// <summary>Floating types of tests, and how far a result on the device may lie from the CPU's.</summary>
internal static class FloatTypes
{
    /// <summary>The types of 16 bits.</summary>
    public static readonly DType[] Half = [DType.Float16, DType.BFloat16];

    /// <summary>The types every kernel on numbers computes in.</summary>
    public static readonly DType[] Wide = [DType.Float32, DType.Float64];

    /// <summary>All floating types.</summary>
    public static readonly DType[] All = [DType.Float32, DType.Float64, DType.Float16, DType.BFloat16];

    /// <summary>A few roundings of other sums in another order; for 16 bits one step of the result.</summary>
    public static double Tolerance(DType type) => type switch
    {
        DType.Float64 => 1e-12,
        DType.Float32 => 1e-5,
        DType.Float16 => 1.0 / 1024,
        _ => 1.0 / 128,
    };

    /// <summary>Runs an op on inputs cast to a type: on the device as on the CPU.</summary>
    public static void Check(DType type, Op op, params Tensor[] inputs) =>
        CudaCheck.Near(Tolerance(type), op, Array.ConvertAll(inputs, x => x.DType == DType.Float64 ? x.Cast(type) : x));

    /// <summary>Runs an op whose data is cast to a type of 16 bits and whose other inputs are float32.</summary>
    public static void CheckMixed(DType type, Op op, params Tensor[] inputs)
    {
        int[] data = ((IMixedData)(op is FusedBatchNormOp f ? f.Norm : op is FusedBatchNormGradientOp g ? g.Norm : op)).DataInputs.ToArray();
        // What is merged is data too.
        if (op is FusedBatchNormOp { Merge: not null }) data = [.. data, 3];
        CudaCheck.Near(Tolerance(type), op, [.. inputs.Select((x, i) => x.Cast(data.Contains(i) ? type : DType.Float32))]);
    }

    /// <summary>Runs an op once, on dense inputs as they are: for kernels that work on whole tiles, which takes the emulation long.</summary>
    public static void Once(double tolerance, Op op, params Tensor[] inputs)
    {
        var device = CudaTestDevice.Open();
        var there = op.ApplyAll(Array.ConvertAll(inputs, x => x.To(device)));
        Close.Same($"{op}", op.ApplyAll(inputs), Array.ConvertAll(there, y => y.To(Device.Cpu)), tolerance);
    }
}
