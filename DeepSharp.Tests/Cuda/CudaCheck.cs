namespace DeepSharp.Tests.Cuda;

/// <summary>An op gives on the CUDA device what it gives on the CPU, by a kernel of its own and whatever its inputs' layout.</summary>
internal static class CudaCheck
{
    /// <summary>Element types all of whose values a test may hold.</summary>
    public static readonly DType[] AllTypes = Enum.GetValues<DType>();

    /// <summary>The types that sums, orders and searches run on.</summary>
    public static readonly DType[] Numbers = [DType.Float32, DType.Float64, DType.Int32, DType.Int64];

    /// <summary>Every bit agrees.</summary>
    public static void Identical(Op op, params Tensor[] inputs) => Run(op, inputs, (who, expected, got) => Close.Identical(who, expected, got));

    /// <summary>Values agree but for so much of their size.</summary>
    public static void Near(double tolerance, Op op, params Tensor[] inputs) => Run(op, inputs, (who, expected, got) => Close.Same(who, expected, got, tolerance));

    /// <summary>A function of views: every bit agrees.</summary>
    public static void Identical(string who, Func<Tensor, Tensor> function, Tensor x)
    {
        var device = CudaTestDevice.Open();
        Close.Identical(who, [function(x)], [function(x.Contiguous().To(device))]);
    }

    /// <summary>What the op throws on the device, when its result is read.</summary>
    public static string Refused(Op op, params Tensor[] inputs)
    {
        var device = CudaTestDevice.Open();
        var y = op.ApplyAll(Array.ConvertAll(inputs, x => x.To(device)));
        string message = Assert.Throws<InvalidValueException>(() => y[0].To(Device.Cpu))!.Message;
        Assert.DoesNotThrow(() => inputs[0].To(device).To(Device.Cpu), "An error is told once.");
        return message;
    }

    private static void Run(Op op, Tensor[] inputs, Action<string, Tensor[], Tensor[]> compare)
    {
        var device = CudaTestDevice.Open();
        Tensor[] there = Array.ConvertAll(inputs, x => x.Contiguous().To(device)), expected = op.ApplyAll(inputs);
        if (!inputs.Any(x => x.DType.Is16Bit) && !expected.Any(y => y.DType.Is16Bit))
            Assert.That(device.Backend.FindKernel(op, Array.ConvertAll(inputs, x => x.Spec)), Is.Not.Null, $"{op} has no kernel: {device.Backend.KernelFile(op)}");
        compare($"{op}", expected, Here(op.ApplyAll(there)));
        foreach (var (name, views) in InputVariants.Strided(there)) compare($"{op}: {name}", expected, Here(op.ApplyAll(views)));
    }

    /// <summary>Results read as they are, by no further op on the device.</summary>
    private static Tensor[] Here(Tensor[] results) => Array.ConvertAll(results, y => y.To(Device.Cpu));
}
