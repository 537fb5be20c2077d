using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>What the second reading of a batch normalization works on, all dense.</summary>
internal unsafe struct NormalizedRows
{
    /// <summary>The data, the other operand if there is one, and the result, [rows, columns].</summary>
    public byte* X, Other, Y;

    /// <summary>[columns] each.</summary>
    public byte* Mean, Scale, Beta;
    public int Columns;
}

/// <summary>y = activation(merge((x − mean) · scale + beta, other)) by rows, compiled for its two functions.</summary>
internal abstract unsafe class BatchNormRows
{
    /// <summary>Does rows <paramref name="start"/> to <paramref name="end"/> − 1.</summary>
    public abstract void Run(in NormalizedRows work, int start, int end);

    /// <summary>The loop of a fused normalization, or null where its element type or functions are not made for it.</summary>
    public static BatchNormRows? For(FusedBatchNormOp op, DType dtype) => dtype switch
    {
        DType.Float32 => FunctionPair.Make(op.Merge, op.Activation, new Maker<float>()),
        DType.Float64 => FunctionPair.Make(op.Merge, op.Activation, new Maker<double>()),
        _ => null,
    };

    private sealed class Maker<T> : IFunctionPair<BatchNormRows> where T : unmanaged
    {
        public BatchNormRows Make<TMerge, TFn>(TMerge merge, TFn fn) where TMerge : struct, IBinaryFn where TFn : struct, IUnaryFn =>
            new BatchNormRows<TMerge, TFn, T>(merge, fn);
    }
}

/// <inheritdoc cref="BatchNormRows"/>
internal sealed unsafe class BatchNormRows<TMerge, TFn, T>(TMerge merge, TFn fn) : BatchNormRows
    where TMerge : struct, IBinaryFn where TFn : struct, IUnaryFn where T : unmanaged
{
    /// <summary>The loop with nothing behind it, where the functions are <see cref="NoMerge"/> and <see cref="NoActivation"/>.</summary>
    public static readonly BatchNormRows<TMerge, TFn, T> None = new(default, default);

    public override void Run(in NormalizedRows work, int start, int end)
    {
        var job = new Job { Merge = merge, Fn = fn, Work = work, Start = start, End = end };
        LaneDispatch.Run<T, Job>(ref job);
    }

    private struct Job : ILaneJob<T>
    {
        public TMerge Merge;
        public TFn Fn;
        public NormalizedRows Work;
        public int Start, End;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            var (merge, fn) = (Merge, Fn);
            int columns = Work.Columns;
            nint ahead = CacheLines.Ahead<T>();
            T* mean = (T*)Work.Mean, scale = (T*)Work.Scale, beta = (T*)Work.Beta;
            for (int row = Start; row < End; row++)
            {
                long at = (long)row * columns;
                T* x = (T*)Work.X + at, other = (T*)Work.Other + at, y = (T*)Work.Y + at;
                int c = 0;
                for (; c <= columns - V.Count; c += V.Count)
                {
                    CacheLines.Ask(x + c + ahead);
                    CacheLines.Ask(y + c + ahead);
                    if (typeof(TMerge) != typeof(NoMerge)) CacheLines.Ask(other + c + ahead);
                    var v = V.FusedMultiplyAdd(V.Load(x + c) - V.Load(mean + c), V.Load(scale + c), V.Load(beta + c));
                    if (typeof(TMerge) != typeof(NoMerge)) v = merge.Forward(v, V.Load(other + c));
                    fn.Forward(v).Store(y + c);
                }
                for (; c < columns; c++)
                {
                    var v = Wide1<T>.FusedMultiplyAdd(Wide1<T>.Load(x + c) - Wide1<T>.Load(mean + c), Wide1<T>.Load(scale + c), Wide1<T>.Load(beta + c));
                    if (typeof(TMerge) != typeof(NoMerge)) v = merge.Forward(v, Wide1<T>.Load(other + c));
                    fn.Forward(v).Store(y + c);
                }
            }
        }
    }
}
