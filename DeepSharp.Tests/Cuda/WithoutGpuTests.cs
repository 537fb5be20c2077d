using System.Diagnostics;
using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>On a machine without a GPU CUDA explains itself and stays out of the way. Runs in a process of its own, where nothing is emulated.</summary>
public sealed class WithoutGpuTests
{
    private const string Child = "DEEPSHARP_TEST_WITHOUT_GPU";

    private static bool IsChild => Environment.GetEnvironmentVariable(Child) == "1";

    [Test]
    public void Machine_WithoutGpu_ComputesOnTheCpuAndTellsWhy()
    {
        if (IsChild)
        {
            Explain();
            return;
        }
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(WithoutGpuTests).Assembly.Location, "--filter", $"FullyQualifiedName~{nameof(WithoutGpuTests)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Child] = "1", ["DEEPSHARP_DEVICE"] = "", ["DEEPSHARP_CUDA_PATH"] = "" },
        };
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        var errors = child.StandardError.ReadToEndAsync();
        Assert.That(child.WaitForExit(TimeSpan.FromMinutes(5)), "the child did not end");
        Assert.That(child.ExitCode, Is.Zero, output.Result + errors.Result);
        Assert.That(errors.Result, Does.Not.Contain("DeepSharp"), "the default device is the CPU without a word");
    }

    private static void Explain()
    {
        if (DeepSharp.Cuda.IsAvailable) Assert.Ignore("This machine has a GPU.");
        Assert.That(Device.Default, Is.SameAs(Device.Cpu));
        Assert.That(() => Device.Cuda(0), Throws.TypeOf<CudaException>().With.Message.Contains("cuda").Or.TypeOf<CudaException>().With.Message.Contains("GPU"));
        string report = DeepSharp.Cuda.Diagnose();
        foreach (string library in new[] { "cuda: ", "cublas: ", "cudnn: " }) Assert.That(report, Does.Contain(library));
        Assert.That(report, Does.Contain("Device.Cuda(0) cannot be used; models run on the CPU.").And.Contain("Install the"));
    }
}
