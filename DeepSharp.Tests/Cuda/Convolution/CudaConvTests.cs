using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Convolution and its gradients: as ops, which the libraries compute where there are any, and by own kernels alone.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaConvTests
{
    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.All))]
    public void Ops_AgreeWithTheCpu(DType type)
    {
        foreach (var c in ConvCase.All)
        {
            var (x, kernel, dy) = c.Operands(type);
            FloatTypes.Once(Tolerance(type), c.Forward, x, kernel);
            FloatTypes.Once(Tolerance(type), c.InputGradient, dy, kernel);
            FloatTypes.Once(Tolerance(type), c.KernelGradient, x, dy);
        }
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void Steps_AndLayouts_AgreeWithTheCpu(DType type)
    {
        var c = new ConvCase([1, 5, 4, 2], [3, 2, 2, 3], [2, 1], [1, 1], Padding.Same);
        var (x, kernel, dy) = c.Operands(type);
        CudaCheck.Near(Tolerance(type), c.Forward, x, kernel);
        CudaCheck.Near(Tolerance(type), c.InputGradient, dy, kernel);
        CudaCheck.Near(Tolerance(type), c.KernelGradient, x, dy);
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.All))]
    public void OwnKernels_AgreeWithTheCpu(DType type)
    {
        foreach (var c in ConvCase.All)
        {
            var (x, kernel, dy) = c.Operands(type);
            if (dy.Count == 0) continue;
            Check(type, c, c.Forward, [x, kernel], (launch, a, b, y) => launch.Forward(a, b, y));
            Check(type, c, c.InputGradient, [dy, kernel], (launch, a, b, y) => launch.InputGradient(a, b, y));
            Check(type, c, c.KernelGradient, [x, dy], (launch, a, b, y) => launch.KernelGradient(a, b, y));
        }
    }

    [Test]
    public void LongSums_AreCutAndExact()
    {
        // 20,000 outputs: several slabs.
        var c = new ConvCase([5, 50, 80, 2], [1, 2, 2, 3], [1, 1], [1, 1], Padding.Same);
        var (x, _, dy) = c.Operands(DType.Float32);
        Check(DType.Float32, c, c.KernelGradient, [x, dy], (launch, a, b, y) => launch.KernelGradient(a, b, y));
    }

    private static void Check(DType type, ConvCase c, Op op, Tensor[] inputs, Action<ConvLaunch, DevicePointer, DevicePointer, DevicePointer> run)
    {
        var device = CudaTestDevice.Open();
        var cuda = ((CudaBackend)device.Backend).Context;
        Tensor expected = op.Apply(inputs), got = Tensor.Empty(expected.Shape, type, device);
        Tensor[] there = Array.ConvertAll(inputs, x => x.To(device));
        using (cuda.Enter())
        {
            cuda.ScratchMemory.Reset();
            run(new(cuda, c.Grid(c.Operands(type).Dy.Shape), type), there[0].Address(), there[1].Address(), got.Address());
        }
        Close.Same($"{op}", expected, got.To(Device.Cpu), Tolerance(type));
    }

    private static double Tolerance(DType type) => 3 * FloatTypes.Tolerance(type);
}
