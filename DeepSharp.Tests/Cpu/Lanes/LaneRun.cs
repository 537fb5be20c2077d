using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu.Lanes;

/// <summary>An expression over lanes, as the ops write them; one-argument functions ignore <c>b</c>.</summary>
public interface ILaneExpression
{
    static abstract V Apply<V>(V a, V b) where V : struct, ILane<V>;
}

/// <summary>Evaluates an expression over arrays at a chosen width.</summary>
internal static class LaneRun
{
    public static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    public static T[] Over<T, TExpression>(T[] a, T[] b, LaneWidth width)
        where T : unmanaged where TExpression : struct, ILaneExpression
    {
        // Rounded up to 16 elements, the most a register holds; the filling repeats real values so that nothing divides by zero.
        int padded = (a.Length + 15) / 16 * 16;
        var job = new Job<T, TExpression>
        {
            A = Padded(a, padded),
            B = Padded(b, padded),
            Result = new T[padded],
        };
        LaneDispatch.Run<T, Job<T, TExpression>>(ref job, width);
        return job.Result[..a.Length];
    }

    public static T[] Over<T, TExpression>(T[] a, LaneWidth width) where T : unmanaged where TExpression : struct, ILaneExpression
        => Over<T, TExpression>(a, a, width);

    private static T[] Padded<T>(T[] x, int length)
    {
        var padded = new T[length];
        for (int i = 0; i < length; i++)
            padded[i] = x[i % x.Length];
        return padded;
    }

    private struct Job<T, TExpression> : ILaneJob<T> where T : unmanaged where TExpression : struct, ILaneExpression
    {
        public T[] A, B, Result;

        public readonly unsafe void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            fixed (T* a = A, b = B, result = Result)
                for (int i = 0; i < Result.Length; i += TLane.Count)
                    TExpression.Apply(TLane.Load(a + i), TLane.Load(b + i)).Store(result + i);
        }
    }
}
