using System.Runtime.InteropServices;
using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Streams, events, captures and pools of the emulated driver keep the order and the rules of a real one.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed unsafe class EmulatedStreamTests
{
    private CudaContext _cuda = null!;
    private Device _device = null!;
    private int* _pinned;

    [SetUp]
    public void Open()
    {
        _device = CudaTestDevice.OpenEmulated();
        _cuda = ((CudaBackend)_device.Backend).Context;
        using var scope = _cuda.Enter();
        int* pinned;
        Driver.Check(DriverApi.cuMemHostAlloc((void**)&pinned, 64, 0), "page-locked memory");
        _pinned = pinned;
        new Span<int>(pinned, 16).Clear();
    }

    [TearDown]
    public void Close()
    {
        EmulatedDriver.Configure();
        if (_pinned is null) return;
        using var scope = _cuda.Enter();
        _cuda.Stream.Synchronize();
        Driver.Check(DriverApi.cuMemFreeHost(_pinned), "page-locked memory");
    }

    private static int Call(string name, nint first, nint second = 0) =>
        ((delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(NativeLibraries.Load(NativeLibraryName.Driver).Require(), name))(first, second);

    private static int Fill(CudaStream stream, DevicePointer to, byte value) => DriverApi.cuMemsetD8Async(to, value, 4, stream.Value);

    private int Fetch(CudaStream stream, DevicePointer from) => DriverApi.cuMemcpyDtoHAsync_v2(_pinned, from, 4, stream.Value);

    [Test]
    public void DeferredWork_RunsWhenSomebodyWaits()
    {
        var x = Tensor.From(new int[4], _device);
        using var scope = _cuda.Enter();
        _cuda.Stream.Synchronize();
        EmulatedDriver.Configure(deferred: true);
        Assert.That((Fill(_cuda.Stream, x.Address(), 1), Fetch(_cuda.Stream, x.Address()), *_pinned), Is.EqualTo((0, 0, 0)),
            "a missing synchronization reads what was there");
        _cuda.Stream.Synchronize();
        Assert.That(*_pinned, Is.EqualTo(0x01010101));
    }

    [Test]
    public void PageableMemory_IsCopiedBeforeTheCallReturns()
    {
        var x = Tensor.From(new int[4], _device);
        using var scope = _cuda.Enter();
        EmulatedDriver.Configure(deferred: true);
        int value = 5, back = 0;
        Assert.That(DriverApi.cuMemcpyHtoDAsync_v2(x.Address(), &value, 4, _cuda.Stream.Value), Is.Zero);
        value = 6;
        Assert.That(DriverApi.cuMemcpyDtoHAsync_v2(&back, x.Address(), 4, _cuda.Stream.Value), Is.Zero);
        Assert.That(back, Is.EqualTo(5));
    }

    [Test]
    public void Events_MakeOneStreamWaitForAnother([Values] bool waits)
    {
        var x = Tensor.From(new int[4], _device);
        using var scope = _cuda.Enter();
        _cuda.Stream.Synchronize();
        using CudaStream first = CudaStream.Create(), second = CudaStream.Create();
        using var point = CudaEvent.Create();
        EmulatedDriver.Configure(deferred: true);
        Assert.That(Fill(first, x.Address(), 2), Is.Zero);
        point.Record(first);
        if (waits) second.Wait(point);
        Assert.That(Fetch(second, x.Address()), Is.Zero);
        second.Synchronize();
        Assert.That(*_pinned, Is.EqualTo(waits ? 0x02020202 : 0));
    }

    [Test]
    public void CapturedWork_RunsWhenLaunched_AsOftenAsWanted()
    {
        var x = Tensor.From([1, 0, 0, 0], _device);
        using var scope = _cuda.Enter();
        using var stream = CudaStream.Create();
        nint graph, executable;
        Assert.That(DriverApi.cuStreamBeginCapture_v2(stream.Value, 0), Is.Zero);
        Assert.That(DriverApi.cuMemcpyDtoDAsync_v2(x.Address(2), x.Address(1), 4, stream.Value), Is.Zero);
        Assert.That(DriverApi.cuMemcpyDtoDAsync_v2(x.Address(1), x.Address(), 4, stream.Value), Is.Zero);
        Assert.That(DriverApi.cuStreamEndCapture(stream.Value, &graph), Is.Zero);
        Assert.That(x.ToArray<int>(), Is.EqualTo(new[] { 1, 0, 0, 0 }), "nothing ran");
        Assert.That(DriverApi.cuGraphInstantiateWithFlags(&executable, graph, 0), Is.Zero);
        Assert.That(DriverApi.cuGraphDestroy(graph), Is.Zero);
        Assert.That(DriverApi.cuGraphLaunch(executable, stream.Value), Is.Zero);
        Assert.That(x.ToArray<int>(), Is.EqualTo(new[] { 1, 1, 0, 0 }));
        Assert.That(DriverApi.cuGraphLaunch(executable, stream.Value), Is.Zero);
        Assert.That(x.ToArray<int>(), Is.EqualTo(new[] { 1, 1, 1, 0 }));
        Assert.That((DriverApi.cuGraphExecDestroy(executable), DriverApi.cuGraphExecDestroy(executable)), Is.EqualTo((0, 400)), "once only");
    }

    [TestCase("cuStreamSynchronize", 900)]
    [TestCase("cuMemAlloc_v2", 900)]
    [TestCase("cuMemAllocAsync", 801)]
    [TestCase("cuCtxSynchronize", 900)]
    public void Capture_RefusesWhatItCannotHold(string call, int expected)
    {
        using var scope = _cuda.Enter();
        using var stream = CudaStream.Create();
        nint graph;
        DevicePointer pointer;
        Assert.That(DriverApi.cuStreamBeginCapture_v2(stream.Value, 0), Is.Zero);
        int status = call switch
        {
            "cuStreamSynchronize" => DriverApi.cuStreamSynchronize(stream.Value),
            "cuMemAlloc_v2" => DriverApi.cuMemAlloc_v2(&pointer, 64),
            "cuMemAllocAsync" => DriverApi.cuMemAllocAsync(&pointer, 64, stream.Value),
            _ => Call(call, 0),
        };
        Assert.That((status, DriverApi.cuStreamEndCapture(stream.Value, &graph)), Is.EqualTo((expected, expected == 900 ? 901 : 0)), "the capture is spoiled");
        if (expected != 900) Assert.That(DriverApi.cuGraphDestroy(graph), Is.Zero);
    }

    [Test]
    public void Capture_SpreadsThroughEvents_AndWantsToBeJoined([Values] bool joins)
    {
        var x = Tensor.From(new int[4], _device);
        using var scope = _cuda.Enter();
        using CudaStream origin = CudaStream.Create(), side = CudaStream.Create();
        using CudaEvent fork = CudaEvent.Create(), join = CudaEvent.Create();
        nint graph;
        Assert.That(DriverApi.cuStreamBeginCapture_v2(origin.Value, 0), Is.Zero);
        fork.Record(origin);
        side.Wait(fork);
        Assert.That(Fill(side, x.Address(), 3), Is.Zero);
        join.Record(side);
        if (joins) origin.Wait(join);
        Assert.That(DriverApi.cuStreamEndCapture(origin.Value, &graph), Is.EqualTo(joins ? 0 : 904));
        Assert.That(x.ToArray<int>()[0], Is.Zero, "the other stream's work was captured, too");
        if (joins) Assert.That(DriverApi.cuGraphDestroy(graph), Is.Zero);
    }

    [Test]
    public void Pool_KeepsFreedBytes_UntilItIsTrimmed()
    {
        using var scope = _cuda.Enter();
        _cuda.Memory.Trim();
        nuint free, total, half = 31 << 20;
        Driver.Check(DriverApi.cuMemGetInfo_v2(&free, &total), "memory");
        EmulatedDriver.Configure(memoryBytes: total - free + (64 << 20));
        DevicePointer first, second;
        Assert.That(DriverApi.cuMemAllocAsync(&first, half, _cuda.Stream.Value), Is.Zero);
        Assert.That(DriverApi.cuMemFreeAsync(first, _cuda.Stream.Value), Is.Zero);
        Assert.That(DriverApi.cuMemAllocAsync(&second, half + (4 << 20), _cuda.Stream.Value), Is.EqualTo(2),
            "the retained bytes are too few for this one, and in its way");
        Assert.That(EmulatedDriver.Message, Does.EndWith($"the pool retains {half}"));
        _cuda.Memory.Trim();
        Assert.That(DriverApi.cuMemAllocAsync(&second, half + (4 << 20), _cuda.Stream.Value), Is.Zero);
        Assert.That(DriverApi.cuMemFreeAsync(second, _cuda.Stream.Value), Is.Zero);
        _cuda.Memory.Trim();
        EmulatedDriver.Configure(memoryBytes: total);
    }

    [Test]
    public void Nothing_IsLeftOfWhatWasCreatedAndDestroyed()
    {
        using var scope = _cuda.Enter();
        var before = EmulatedDriver.Statistics;
        for (int i = 0; i < 50; i++)
        {
            DevicePointer pointer;
            using var stream = CudaStream.Create();
            using var point = CudaEvent.Create();
            Assert.That(DriverApi.cuMemAllocAsync(&pointer, (nuint)(i + 1) * 100, stream.Value), Is.Zero);
            point.Record(stream);
            Assert.That(DriverApi.cuMemFreeAsync(pointer, stream.Value), Is.Zero);
            using var module = CudaModule.Load("planted", PlantedKernels.Ptx("planted_copy", "u64", "u64", "u32"));
        }
        var after = EmulatedDriver.Statistics;
        Assert.That(
            (after.LiveAllocations, after.LiveBytes, after.LiveStreams, after.LiveEvents, after.LiveModules, after.LiveGraphs),
            Is.EqualTo((before.LiveAllocations, before.LiveBytes, before.LiveStreams, before.LiveEvents, before.LiveModules, before.LiveGraphs)));
        Assert.That(after.TotalAllocations, Is.EqualTo(before.TotalAllocations + 50));
    }
}
