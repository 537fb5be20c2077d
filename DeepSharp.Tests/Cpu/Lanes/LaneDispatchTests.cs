using System.Runtime.Intrinsics;
using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu.Lanes;

public class LaneDispatchTests
{
    private struct CountJob : ILaneJob<float>
    {
        public int Count;
        public void Run<TLane>() where TLane : struct, ILane<TLane, float> => Count = TLane.Count;
    }

    private struct AcrossJob<T>(T[] values) : ILaneJob<T> where T : unmanaged
    {
        public T Sum, Min, Max, First;

        public unsafe void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            fixed (T* p = values)
            {
                var lane = TLane.Load(p);
                (Sum, Min, Max, First) = (TLane.SumAcross(lane), TLane.MinAcross(lane), TLane.MaxAcross(lane), lane.First);
            }
        }
    }

    private struct PartJob(float[] source, float[] target, int count) : ILaneJob<float>
    {
        public float Sum;

        public unsafe void Run<TLane>() where TLane : struct, ILane<TLane, float>
        {
            fixed (float* from = source, to = target)
            {
                var lane = TLane.LoadPart(from, count);
                TLane.StorePart(lane, to, count);
                Sum = TLane.SumAcross(lane);
            }
        }
    }

    private struct AnyJob(float[] values) : ILaneJob<float>
    {
        public bool Any;

        public unsafe void Run<TLane>() where TLane : struct, ILane<TLane, float>
        {
            fixed (float* p = values)
                Any = TLane.Any(TLane.Less(TLane.Load(p), TLane.Splat(0)));
        }
    }

    [Test]
    public void Run_WithoutWidth_TakesTheWidestAccelerated()
    {
        var job = new CountJob();
        LaneDispatch.Run<float, CountJob>(ref job);
        int expected = Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;
        Assert.That(job.Count, Is.EqualTo(expected));
        Assert.That((int)LaneDispatch.Widest, Is.EqualTo(expected == 1 ? 0 : 32 * expected));
    }

    [Test]
    public void Run_UnknownWidth_Throws()
    {
        var job = new CountJob();
        Assert.That(() => LaneDispatch.Run<float, CountJob>(ref job, (LaneWidth)7), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Across_EachWidth_ReducesAllLanes([Values(1, 4, 8, 16)] int count)
    {
        float[] x = [.. Enumerable.Range(0, 16).Select(i => (i * 7 % 16) - 5f)];
        var job = new AcrossJob<float>(x);
        LaneDispatch.Run<float, AcrossJob<float>>(ref job, count == 1 ? LaneWidth.Scalar : (LaneWidth)(32 * count));
        Assert.That((job.Sum, job.Min, job.Max, job.First), Is.EqualTo((x[..count].Sum(), x[..count].Min(), x[..count].Max(), x[0])));
    }

    [Test]
    public void Across_DoublesAndLongs_ReduceAllLanes([Values(2, 4, 8)] int count)
    {
        double[] x = [3, -1, 4, 1, -5, 9, 2, 6];
        var doubles = new AcrossJob<double>(x);
        var longs = new AcrossJob<long>([.. x.Select(v => (long)v)]);
        LaneDispatch.Run<double, AcrossJob<double>>(ref doubles, (LaneWidth)(64 * count));
        LaneDispatch.Run<long, AcrossJob<long>>(ref longs, (LaneWidth)(64 * count));
        Assert.That((doubles.Sum, doubles.Min, doubles.Max), Is.EqualTo((x[..count].Sum(), x[..count].Min(), x[..count].Max())));
        Assert.That((longs.Sum, longs.Min, longs.Max),
            Is.EqualTo(((long)x[..count].Sum(), (long)x[..count].Min(), (long)x[..count].Max())));
    }

    [Test]
    public void SumAcross_Floats_AddsUpperHalfToLowerHalf()
    {
        // 1e8 + 1 is lost in floats; only the tree order i with i + 8, then i + 4, ... cancels the large values first.
        float[] x = [1e8f, 1, 0, 0, 0, 0, 0, 0, -1e8f, 0, 0, 0, 0, 0, 0, 0];
        var job = new AcrossJob<float>(x);
        LaneDispatch.Run<float, AcrossJob<float>>(ref job, LaneWidth.Bits512);
        Assert.That(job.Sum, Is.EqualTo(1));
    }

    [Test]
    public void MinMaxAcross_NaNInAnyLane_IsNaN([Range(0, 15)] int lane)
    {
        var x = new float[16];
        x[lane] = float.NaN;
        var job = new AcrossJob<float>(x);
        LaneDispatch.Run<float, AcrossJob<float>>(ref job, LaneWidth.Bits512);
        Assert.That(job.Min, Is.NaN);
        Assert.That(job.Max, Is.NaN);
    }

    [Test]
    public void LoadPartStorePart_FewerThanARegister_TouchNothingBeyond([Range(1, 8)] int count)
    {
        float[] source = [3, 1, 4, 1, 5, 9, 2, 6], target = new float[8];
        var job = new PartJob(source[..count], target, count);
        LaneDispatch.Run<float, PartJob>(ref job, LaneWidth.Bits256);
        Assert.That(target, Is.EqualTo((float[])[.. source[..count], .. new float[8 - count]]));
        Assert.That(job.Sum, Is.EqualTo(source[..count].Sum() + (8 - count) * source[0]), "the lanes left over repeat the first element");
    }

    [Test]
    public void Any_OneLaneSet_IsTrue([Values] bool set)
    {
        foreach (var width in LaneRun.Widths)
        {
            var job = new AnyJob([set ? -1 : 1, .. new float[15]]);
            LaneDispatch.Run<float, AnyJob>(ref job, width);
            Assert.That(job.Any, Is.EqualTo(set), width.ToString());
        }
    }
}
