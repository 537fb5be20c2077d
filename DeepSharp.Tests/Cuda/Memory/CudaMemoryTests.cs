using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Device memory is counted, given back, limited, and its end is told with what it was for.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaMemoryTests
{
    private const int Megabyte = 1 << 20;

    [Test]
    public void Tensors_NobodyHolds_AreGivenBack()
    {
        var device = CudaTestDevice.Open();
        Collect();
        var before = DeepSharp.Cuda.MemoryUsage(device);
        Take(device);
        Assert.That(DeepSharp.Cuda.MemoryUsage(device).Peak, Is.GreaterThanOrEqualTo(before.Used + 8 * Megabyte));
        Collect();
        Assert.That(DeepSharp.Cuda.MemoryUsage(device).Used, Is.EqualTo(before.Used));
        DeepSharp.Cuda.TrimPool(device);
        var after = DeepSharp.Cuda.MemoryUsage(device);
        Assert.That(after.Pooled, Is.GreaterThanOrEqualTo(after.Used));
    }

    [Test]
    public void Limit_Reached_NamesOpBytesAndRemedy()
    {
        var device = CudaTestDevice.Open();
        var x = Tensor.Ones([Megabyte], device: device).Contiguous();
        Collect();
        DeepSharp.Cuda.LimitMemory(DeepSharp.Cuda.MemoryUsage(device).Used + Megabyte, device);
        try
        {
            Assert.That(() => x + x, Throws.TypeOf<DeviceMemoryException>().With.Message.StartsWith("[add] The GPU has no room for 4,194,304 bytes")
                .And.Message.Contains("the limit set is").And.Message.Contains("Use a smaller batch"));
            DeepSharp.Cuda.LimitMemory(DeepSharp.Cuda.MemoryUsage(device).Used + 5 * Megabyte, device);
            for (int i = 0; i < 5; i++) Assert.That((x + x).Shape[0], Is.EqualTo(Megabyte), "what nobody holds makes room");
        }
        finally
        {
            DeepSharp.Cuda.LimitMemory(null, device);
        }
    }

    [Test]
    public void Upload_LargerThanTheRingsPieces_ArrivesWhole()
    {
        var device = CudaTestDevice.Open();
        foreach (int count in new[] { 1, 1000, 16 * 1024, 16 * 1024 + 1, 3 * Megabyte / 4 + 5 })
            for (int round = 0; round < 5; round++)
            {
                var values = new float[count];
                for (int i = 0; i < count; i++) values[i] = i + round;
                Assert.That(Tensor.From(values, device).ToArray<float>(), Is.EqualTo(values));
            }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Take(Device device)
    {
        for (int i = 0; i < 8; i++) GC.KeepAlive(Tensor.Empty([2 * Megabyte], DType.Float32, device));
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
