using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Launches are checked against the PTX before the driver sees them.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class LaunchTests
{
    [Test]
    public void Launch_WrongArguments_NamesKernelArgumentAndSizes()
    {
        var cuda = ((CudaBackend)CudaTestDevice.Open().Backend).Context;
        using var scope = cuda.Enter();
        var kernel = cuda.Function("reduce", "sum", "blocks", DType.Float32);
        Assert.That(() => cuda.Launch(kernel, new(1, 32), default(DevicePointer), 1L),
            Throws.TypeOf<CudaException>().With.Message.EqualTo("Kernel 'sum_blocks_f32' takes 6 arguments but got 2."));
        Assert.That(() => cuda.Launch(kernel, new(1, 32), default(DevicePointer), default(DevicePointer), 1L, 5, 1L, 1L),
            Throws.TypeOf<CudaException>().With.Message.EqualTo("Argument 3 of kernel 'sum_blocks_f32' has 4 bytes, but the parameter has 8."));
    }

    [Test]
    public void Function_Unknown_NamesTheNearest()
    {
        var cuda = ((CudaBackend)CudaTestDevice.Open().Backend).Context;
        using var scope = cuda.Enter();
        Assert.That(() => cuda.Function("reduse", "sum", DType.Float32), Throws.TypeOf<CudaException>().With.Message.Contains("Did you mean 'reduce'?"));
        Assert.That(() => cuda.Function("reduce", "sum_blocks_f23"), Throws.TypeOf<CudaException>().With.Message.Contains("Did you mean 'sum_blocks_f32'?"));
    }

    [Test]
    public void Signatures_ReadSizesOfScalarsAndArrays()
    {
        var entries = PtxSignatures.Read("""
            .visible .entry first(
                .param .u64 first_param_0, .param .f32 first_param_1,
                .param .align 8 .b8 first_param_2[24]
            )
            { ret; }
            .visible .entry none()
            { ret; }
            """);
        Assert.That(entries["first"], Is.EqualTo(new[] { 8, 4, 24 }));
        Assert.That(entries["none"], Is.Empty);
    }
}
