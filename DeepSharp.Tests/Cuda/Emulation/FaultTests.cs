using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Mistakes in kernels and launches are caught, and the message says where.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class FaultTests
{
    private CudaContext _cuda = null!;

    [SetUp]
    public void Open() => _cuda = ((CudaBackend)CudaTestDevice.OpenEmulated().Backend).Context;

    private static DevicePointer Address(Tensor x) => x.Address();

    private static Tensor OnDevice(int count) => Tensor.From(new float[count], CudaTestDevice.Open());

    [Test]
    public void WriteBehindTheEnd_IsNamedWithKernelBlockAndThread()
    {
        var x = OnDevice(100);
        string message = PlantedKernels.Fail(_cuda, new(4, 32), PlantedKernels.Ptx("planted_write_past_end", "u64", "u32"), Address(x), 100);
        Assert.That(message, Does.Contain("CUDA_ERROR_ILLEGAL_ADDRESS (700)")
            .And.Contain("planted_write_past_end: write of 4 bytes at offset 400 of allocation #")
            .And.Contain("(400 bytes, live), in block (3,0,0) thread (4,0,0)"));
    }

    [Test]
    public unsafe void UseAfterFree_IsNamed()
    {
        DevicePointer freed;
        using (_cuda.Enter())
        {
            Driver.Check(DriverApi.cuMemAlloc_v2(&freed, 256), "allocation");
            Driver.Check(DriverApi.cuMemFree_v2(freed), "free");
        }
        string message = PlantedKernels.Fail(_cuda, new(1, 8), PlantedKernels.Ptx("planted_copy", "u64", "u64", "u32"), freed, Address(OnDevice(8)), 8);
        Assert.That(message, Does.Contain("planted_copy: read of 4 bytes at offset 0 of allocation #")
            .And.Contain("(256 bytes, freed), in block (0,0,0) thread (0,0,0)"));
    }

    [Test]
    public unsafe void DoubleFree_IsRefused()
    {
        DevicePointer pointer;
        using var scope = _cuda.Enter();
        Driver.Check(DriverApi.cuMemAlloc_v2(&pointer, 64), "allocation");
        Driver.Check(DriverApi.cuMemFree_v2(pointer), "free");
        var again = pointer;
        var error = Assert.Throws<CudaException>(() => Driver.Check(DriverApi.cuMemFree_v2(again), "free"));
        Assert.That(error!.Message, Does.Contain("CUDA_ERROR_INVALID_VALUE").And.Contain("(64 bytes) was freed before"));
    }

    [Test]
    public unsafe void HostPointer_IsNamed()
    {
        float* host = stackalloc float[8];
        string message = PlantedKernels.Fail(_cuda, new(1, 8), PlantedKernels.Ptx("planted_copy", "u64", "u64", "u32"), new DevicePointer((ulong)host),
            Address(OnDevice(8)), 8);
        Assert.That(message, Does.Contain("planted_copy: read of 4 bytes at host address 0x").And.Contain("thread (0,0,0)"));
    }

    [Test]
    public void MisalignedAccess_IsNamed()
    {
        var x = OnDevice(8);
        string message = PlantedKernels.Fail(_cuda, new(1, 1), PlantedKernels.Ptx("planted_misaligned", "u64", "u64"), Address(x), Address(x));
        Assert.That(message, Does.Contain("CUDA_ERROR_MISALIGNED_ADDRESS (716)").And.Contain("planted_misaligned: misaligned")
            .And.Contain("block (0,0,0) thread (0,0,0)"));
    }

    [TestCase("planted_divergent_barrier", "divergent barrier: threads of one block wait at different __syncthreads, in block (0,0,0) thread (16,0,0)")]
    [TestCase("planted_half_barrier", "deadlock in block (0,0,0): 16 threads wait at __syncthreads, 16 at a warp operation, 32 of 32 are left")]
    public void DivergentBarrier_IsNamed(string kernel, string expected) =>
        Assert.That(PlantedKernels.Fail(_cuda, new(1, 32), PlantedKernels.Ptx(kernel, "u64"), Address(OnDevice(64))), Does.Contain($"{kernel}: {expected}"));

    [Test]
    public void LaneThatLeavesAShuffle_IsNamed() =>
        Assert.That(PlantedKernels.Fail(_cuda, new(1, 32), PlantedKernels.Ptx("planted_exited_lane", "u64", "u32"), Address(OnDevice(64)), 20),
            Does.Contain("planted_exited_lane: this lane exits while others of its warp wait for it (mask 0xffffffff), in block (0,0,0) thread (20,0,0)"));

    [Test]
    public void MissingBarrier_ReadsNaN()
    {
        var x = OnDevice(64);
        PlantedKernels.Run(_cuda, new(1, 64), PlantedKernels.Ptx("planted_missing_barrier", "u64"), Address(x));
        Assert.That(x.ToArray<float>(), Has.Some.NaN, "what others have not written yet is NaN");
    }

    [Test]
    public void SharedMemory_IsBounded()
    {
        var x = OnDevice(32);
        Assert.That(PlantedKernels.Fail(_cuda, new(1, 32), PlantedKernels.Ptx("planted_shared_overrun", "u64", "u32"), Address(x), 3),
            Does.Contain("planted_shared_overrun: index 32 is outside an array of fixed size, in block (0,0,0) thread (29,0,0)"));
        Assert.That(PlantedKernels.Fail(_cuda, new(1, 32), PlantedKernels.Ptx("planted_pointer_overrun", "u64", "u32"), Address(x), 3),
            Does.Contain("planted_pointer_overrun: write of 4 bytes at offset 128 of shared memory 'part' (128 bytes), in block (0,0,0) thread (29,0,0)"));
        Assert.That(PlantedKernels.Fail(_cuda, new(1, 32, 64), PlantedKernels.Ptx("planted_dynamic_overrun", "u64"), Address(x)),
            Does.Contain("planted_dynamic_overrun: write of 4 bytes at offset 64 of dynamic shared memory (64 bytes), in block (0,0,0) thread (16,0,0)"));
    }

    [Test]
    public void DivisionByZero_IsNamed()
    {
        var x = Tensor.From(new int[3], CudaTestDevice.Open());
        Assert.That(PlantedKernels.Fail(_cuda, new(1, 1), PlantedKernels.Ptx("planted_division", "u64"), Address(x)),
            Does.Contain("planted_division: integer division by zero"));
    }

    [TestCase("planted_copy", "u64,u64,u64",
        "PTX entry 'planted_copy' and its source have different parameters (bytes (8, 8, 8) in the PTX, (8, 8, 4) in the source): the PTX is stale")]
    [TestCase("planted_copy", "u64,u64", "(bytes (8, 8) in the PTX, (8, 8, 4) in the source): the PTX is stale")]
    public void StalePtx_IsRefused(string entry, string types, string expected)
    {
        using var scope = _cuda.Enter();
        var error = Assert.Throws<CudaException>(() => CudaModule.Load("planted", PlantedKernels.Ptx(entry, types.Split(','))));
        Assert.That(error!.Message, Does.Contain("CUDA_ERROR_INVALID_PTX (218)").And.Contain(expected));
    }

    [Test]
    public void LargeBlockOfUnboundKernel_IsRefused()
    {
        string ptx = PlantedKernels.Ptx("planted_copy", "u64", "u64", "u32");
        var x = OnDevice(512);
        Assert.That(PlantedKernels.Fail(_cuda, new(1, 512), ptx, Address(x), Address(x), 512), Does.Contain("CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES (701)")
            .And.Contain("a block of 512 threads; its launch bounds, or without them the most registers a thread may have, allow 256")
            .And.EndWith("The block is too large for the registers the driver's compiler gave the kernel; report it."));
        PlantedKernels.Run(_cuda, new(1, 512), PlantedKernels.Bounded(ptx), Address(x), Address(x), 512);
    }

    [Test]
    public void Handle_ReleasedOnAThreadWithoutContext_IsDestroyedInItsOwn()
    {
        ulong before = EmulatedDriver.Statistics.LiveStreams;
        CudaStream stream;
        using (_cuda.Enter()) stream = CudaStream.Create();
        int status = 0;
        OnOwnThread(() => status = DriverApi.cuStreamDestroy_v2(stream.Value));
        Assert.That((status, EmulatedDriver.Statistics.LiveStreams), Is.EqualTo((201, before + 1)), "the driver wants a current context");
        OnOwnThread(stream.Dispose);
        Assert.That(EmulatedDriver.Statistics.LiveStreams, Is.EqualTo(before));
    }

    [Test]
    public void Capture_OfWorkThatWritesOrThrows_LeavesNothing()
    {
        var x = OnDevice(8);
        PlantedKernels.Run(_cuda, new(1, 8), PlantedKernels.Ptx("planted_copy", "u64", "u64", "u32"), Address(x), Address(x), 8);
        ulong before = EmulatedDriver.Statistics.LiveGraphs;
        Assert.That(() => CudaGraph.Capture(_cuda, () => _cuda.Write(Address(x), new byte[4])),
            Throws.TypeOf<CudaException>().With.Message.StartsWith("A kernel wrote 4 bytes from the host while a step was captured"));
        Assert.That(() => CudaGraph.Capture(_cuda, () => { _cuda.Clear(Address(x), 4); throw new FormatException(); }), Throws.TypeOf<FormatException>());
        Assert.That(() => CudaGraph.Capture(_cuda, _cuda.Stream.Synchronize), Throws.TypeOf<CudaException>().With.Message.Contains("(900)"));
        Assert.That(EmulatedDriver.Statistics.LiveGraphs, Is.EqualTo(before));
        Assert.That(x.ToArray<float>(), Is.All.Zero, "the stream works on");
    }

    private static void OnOwnThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }

    [Test]
    public void Leak_IsCounted()
    {
        ulong before = EmulatedDriver.Statistics.LiveStreams;
        using (_cuda.Enter())
        {
            using var stream = CudaStream.Create();
            Assert.That(EmulatedDriver.Statistics.LiveStreams, Is.EqualTo(before + 1));
        }
        Assert.That(EmulatedDriver.Statistics.LiveStreams, Is.EqualTo(before));
    }
}
