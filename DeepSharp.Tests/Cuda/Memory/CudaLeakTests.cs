using System.Runtime.CompilerServices;
using DeepSharp.Tests.Training;

namespace DeepSharp.Tests.Cuda;

/// <summary>What models and tensors take from the device comes back when nobody holds them any more.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaLeakTests
{
    private static readonly SmallModel[] s_models = [.. SmallModels.All.Where(m => m.Name is "mlp" or "cnn" or "lstm" or "transformer")];

    [Test]
    public void Training_AndForgettingTheModel_LeavesNothing([ValueSource(nameof(s_models))] object kind)
    {
        var device = CudaTestDevice.Open();
        var small = (SmallModel)kind;
        // The first model fills what is kept for good: kernels, scratch memory, upload buffers.
        Train(small, device);
        var (usedBefore, objectsBefore) = Settled(device);
        for (int i = 0; i < 3; i++) Train(small, device);
        var (used, objects) = Settled(device);
        Assert.That(used, Is.LessThanOrEqualTo(usedBefore), "bytes in tensors");
        Assert.That(objects, Is.LessThanOrEqualTo(objectsBefore), "allocations, page-locked ones among them, streams, events, graphs and objects of libraries alive");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Train(SmallModel small, Device device) => DefaultDevice.While(device, () =>
    {
        var model = small.Compiled();
        var data = small.Data(8);
        model.Fit(data, batchSize: 2, epochs: 2, verbose: Verbosity.Silent);
        return model.PredictOnBatch(small.Inputs(2)).ToFloats().Length;
    });

    private static (long Used, long Objects) Settled(Device device)
    {
        // Finalizers free what only other finalizable objects held.
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        long used = DeepSharp.Cuda.MemoryUsage(device).Used;
        if (!EmulatedDriver.IsLoaded) return (used, 0);
        DeepSharp.Cuda.TrimPool(device);
        var now = EmulatedDriver.Statistics;
        return (used, (long)(now.LiveAllocations + now.LiveStreams + now.LiveEvents + now.LiveGraphs + now.LiveHostAllocations + now.LiveLibraryHandles));
    }
}
