using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>The device language on the host does what the device does.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class DeviceLanguageTests
{
    private CudaContext _cuda = null!;
    private Device _device = null!;

    [SetUp]
    public void Open()
    {
        _device = CudaTestDevice.OpenEmulated();
        _cuda = ((CudaBackend)_device.Backend).Context;
    }

    [TearDown]
    public void Reset() => EmulatedDriver.Configure();

    // Memory of its own: Tensor.Zeros repeats one element.
    private Tensor Memory<T>(int count) where T : unmanaged => Tensor.From(new T[count], _device);

    [Test]
    public void Threads_KnowTheirPlaces()
    {
        var y = Memory<int>(2 * 3 * 2 * 4 * 3 * 2);
        PlantedKernels.Run(_cuda, new((2, 3, 2), (4, 3, 2)), PlantedKernels.Ptx("language_places", "u64"), y.Address());
        Assert.That(y.ToArray<int>(), Is.EqualTo(Enumerable.Range(0, 288).Select(i => i / 24 * 1000 + i % 24)));
    }

    [TestCase(0ul)]
    [TestCase(7ul)]
    public void WarpOperations_ExchangeLanes(ulong schedule)
    {
        EmulatedDriver.Configure(schedule: schedule);
        int[] x = [.. Enumerable.Range(0, 64).Select(i => i % 5 - 2 + i)];
        var y = Memory<int>(64 * 8);
        PlantedKernels.Run(_cuda, new(1, 64), PlantedKernels.Ptx("language_warp", "u64", "u64"), Tensor.From(x, _device).Address(), y.Address());
        int[] got = y.ToArray<int>();
        for (int i = 0; i < 64; i++)
        {
            int lane = i % 32, warp = i - lane;
            uint votes = Enumerable.Range(0, 32).Aggregate(0u, (v, l) => v | (x[warp + l] > 0 ? 1u << l : 0));
            int[] expected = [
                x[warp + (lane ^ 5)], x[lane < 3 ? i : i - 3], x[lane % 8 + 3 < 8 ? i + 3 : i], x[warp + 9], (int)votes, 1 + (votes == uint.MaxValue ? 2 : 0),
                x[warp + (lane ^ 1)], x.Count(v => v > 0)];
            Assert.That(got[(8 * i)..(8 * i + 8)], Is.EqualTo(expected), $"thread {i}");
        }
    }

    [TestCase(0ul)]
    [TestCase(3ul)]
    public void Atomics_LoseNothing(ulong schedule)
    {
        EmulatedDriver.Configure(schedule: schedule);
        int[] x = [.. Enumerable.Range(0, 96).Select(i => i * 37 % 101 - 50)];
        Tensor ints = Tensor.From([0, int.MaxValue, int.MinValue, 0, 0], _device), longs = Memory<long>(1), floats = Memory<float>(1);
        PlantedKernels.Run(
            _cuda, new(3, 32), PlantedKernels.Ptx("language_atomics", "u64", "u64", "u64", "u64"),
            Tensor.From(x, _device).Address(), ints.Address(), longs.Address(), floats.Address());
        Assert.That(ints.ToArray<int>(), Is.EqualTo(new[] { x.Sum(), x.Min(), x.Max(), 1, 7 }));
        Assert.That((longs.ToArray<long>()[0], floats.ToArray<float>()[0]), Is.EqualTo((96L, (float)x.Sum())));
    }

    [TestCase(32, 5, 0ul)]
    [TestCase(256, 1000, 0ul)]
    [TestCase(1024, 1500, 0ul)]
    [TestCase(128, 300, 11ul)]
    public void Reductions_SumTheBlock(int threads, int columns, ulong schedule)
    {
        EmulatedDriver.Configure(schedule: schedule);
        float[] x = [.. Enumerable.Range(0, 3 * columns).Select(i => i % 7 - 3f)];
        var y = Memory<float>(6);
        PlantedKernels.Run(
            _cuda, new(3, threads, threads * sizeof(float)), PlantedKernels.Bounded(PlantedKernels.Ptx("language_sums", "u64", "u64", "u32")), Tensor.From(x, _device).Address(),
                y.Address(), columns);
        Assert.That(y.ToArray<float>(), Is.EqualTo(x.Chunk(columns).SelectMany(row => new[] { row.Sum(), row.Sum() })));
    }

    [Test]
    public unsafe void Parameters_OfEverySize_Arrive()
    {
        var y = Memory<float>(4);
        long* note;
        using (_cuda.Enter()) Driver.Check(DriverApi.cuMemHostAlloc((void**)&note, 24, 3), "page-locked memory");
        new Span<long>(note, 3).Clear();
        PlantedKernels.Run(
            _cuda, new(1, 4), PlantedKernels.Ptx("language_parameters", "u64", "u64", "u64", "u32", "f32", "f64", "u8", "u64"),
            Tensor.From(Enumerable.Range(0, 16).Select(i => (float)i).ToArray(), _device).Address(), y.Address(), 10_000_000_000L, 1, 2f, 3.0, true,
                new DevicePointer((ulong)note));
        Assert.That((note[0], note[1]), Is.EqualTo((1, 42)));
        using (_cuda.Enter()) Driver.Check(DriverApi.cuMemFreeHost(note), "page-locked memory");
        Assert.That(y.ToArray<float>(), Is.EqualTo(Enumerable.Range(0, 4).Select(i => 16 * i + 6 + 1e10f + 1006)));
    }
}
