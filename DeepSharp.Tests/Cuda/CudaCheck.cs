namespace DeepSharp.Tests.Cuda;

/// <summary>An op gives on the CUDA device what it gives on the CPU, by a kernel of its own and whatever its inputs' layout.</summary>
internal static class CudaCheck
{
    /// <summary>Element types all of whose values a test may hold.</summary>
    public static readonly DType[] AllTypes = Enum.GetValues<DType>();

    /// <summary>The types that sums, orders and searches run on.</summary>
    public static readonly DType[] Numbers = [DType.Float32, DType.Float64, DType.Int32, DType.Int64];

    /// <summary>A step's work is recorded in its third run and replayed from then on.</summary>
    private const int RunsUntilRecorded = 4;

    /// <summary>Every bit agrees.</summary>
    public static void Identical(Op op, params Tensor[] inputs) => Run(op, inputs, (who, expected, got) => Close.Identical(who, expected, got));

    /// <summary>Values agree but for so much of their size.</summary>
    public static void Near(double tolerance, Op op, params Tensor[] inputs) =>
        Run(op, inputs, (who, expected, got) => Close.Same(who, expected, got, tolerance));

    /// <summary>A function of views: every bit agrees.</summary>
    public static void Identical(string who, Func<Tensor, Tensor> function, Tensor x)
    {
        var device = CudaTestDevice.Open();
        Close.Identical(who, [function(x)], [function(x.Contiguous().To(device)).To(Device.Cpu)]);
    }

    /// <summary>What the op throws on the device, when somebody waits for it.</summary>
    public static string Refused(Op op, params Tensor[] inputs)
    {
        var device = CudaTestDevice.Open();
        op.ApplyAll(Array.ConvertAll(inputs, x => x.To(device)));
        string message = Assert.Throws<InvalidValueException>(device.Backend.Synchronize)!.Message;
        Assert.DoesNotThrow(device.Backend.Synchronize, "An error is told once.");
        return message;
    }

    private static void Run(Op op, Tensor[] inputs, Action<string, Tensor[], Tensor[]> compare)
    {
        var device = CudaTestDevice.Open();
        Tensor[] there = Array.ConvertAll(inputs, x => x.Contiguous().To(device)), expected = op.ApplyAll(inputs);
        compare($"{op}", expected, Run(op, there));
        var specs = Array.ConvertAll(inputs, x => x.Spec);
        var kernel = device.Backend.FindKernel(op, specs);
        if (kernel is null && !inputs.Concat(expected).Any(x => x.DType.Is16Bit)) Assert.Fail($"{op} has no kernel: {device.Backend.KernelFile(op)}");
        if (kernel is not null) NoAllocation(op, kernel, there);
        var program = Program.Compile(device, specs, x => op.ApplyAll(x));
        for (int run = 0; run < RunsUntilRecorded; run++)
            compare($"{op}: step, run {run}", expected, Array.ConvertAll(program.Run(there), y => y.To(Device.Cpu)));
        // Other layouts, and for each another order of threads where the GPU is an emulated one.
        ulong schedule = 0;
        try
        {
            foreach (var (name, views) in InputVariants.Strided(there))
            {
                if (EmulatedDriver.IsLoaded) EmulatedDriver.Configure(schedule: ++schedule);
                compare($"{op}: {name}, schedule {schedule}", expected, Run(op, views));
            }
        }
        finally
        {
            if (EmulatedDriver.IsLoaded) EmulatedDriver.Configure();
        }
    }

    /// <summary>Launchers take managed memory in their first run at most.</summary>
    private static void NoAllocation(Op op, Kernel kernel, Tensor[] inputs)
    {
        Tensor[] outputs = [.. op.Infer(Array.ConvertAll(inputs, x => x.Spec)).Select(y => Tensor.Empty(y.Shape, y.DType, inputs[0].Device))];
        Allocation.None(() => kernel.Run(op, inputs, outputs), () => $"{op}: launchers must not allocate.");
    }

    private static Tensor[] Run(Op op, Tensor[] inputs) => Array.ConvertAll(op.ApplyAll(inputs), y => y.To(Device.Cpu));
}
