using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>y = activation(merge(y · scale + bias, other)) over rows of a product, compiled for its two functions.</summary>
internal abstract unsafe class EpilogueRows
{
    /// <summary>Works in place on rows of y; scale and bias lie along them, null where there is none.</summary>
    /// <param name="y">The first element.</param>
    /// <param name="stride">Distance between rows of y, in elements.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <param name="scale">Multiplies the elements of every row.</param>
    /// <param name="bias">Is added to every row.</param>
    /// <param name="other">The other operand's first element.</param>
    /// <param name="otherStride">Distance between rows of the other operand, in elements.</param>
    public abstract void Run(byte* y, int stride, int rows, int columns, byte* scale, byte* bias, byte* other, int otherStride);

    /// <summary>The epilogue of a fused product, or null where its element type or functions are not made for it.</summary>
    public static EpilogueRows? For(FusedProductOp op, DType dtype) => dtype switch
    {
        DType.Float32 => For<float>(op),
        DType.Float64 => For<double>(op),
        _ => null,
    };

    private static EpilogueRows? For<T>(FusedProductOp op) where T : unmanaged => FunctionPair.Make(op.Merge, op.Activation, new Maker<T>());

    private sealed class Maker<T> : IFunctionPair<EpilogueRows> where T : unmanaged
    {
        public EpilogueRows Make<TMerge, TFn>(TMerge merge, TFn fn) where TMerge : struct, IBinaryFn where TFn : struct, IUnaryFn =>
            new EpilogueRows<TMerge, TFn, T>(merge, fn);
    }
}

/// <inheritdoc cref="EpilogueRows"/>
internal sealed unsafe class EpilogueRows<TMerge, TFn, T>(TMerge merge, TFn fn) : EpilogueRows
    where TMerge : struct, IBinaryFn where TFn : struct, IUnaryFn where T : unmanaged
{
    public override void Run(byte* y, int stride, int rows, int columns, byte* scale, byte* bias, byte* other, int otherStride)
    {
        var job = new Job
        {
            Merge = merge,
            Fn = fn,
            Y = (T*)y,
            Stride = stride,
            Rows = rows,
            Columns = columns,
            Scale = (T*)scale,
            Bias = (T*)bias,
            Other = (T*)other,
            OtherStride = otherStride,
        };
        LaneDispatch.Run<T, Job>(ref job);
    }

    private struct Job : ILaneJob<T>
    {
        public TMerge Merge;
        public TFn Fn;
        public T* Y, Scale, Bias, Other;
        public int Stride, Rows, Columns, OtherStride;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            T* y = Y, other = Other;
            int r = 0;
            for (; r <= Rows - 4; r += 4, y += 4L * Stride, other += 4L * OtherStride) Four<V>(y, other);
            for (; r < Rows; r++, y += Stride, other += OtherStride) One<V>(y, other, 0);
        }

        /// <summary>Four rows share what lies along them, and the numbers inside the functions.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Four<V>(T* y, T* other) where V : struct, ILane<V, T>
        {
            var (merge, fn) = (Merge, Fn);
            T* scale = Scale, bias = Bias;
            nint stride = Stride, twice = 2 * stride, thrice = 3 * stride, step = OtherStride;
            int columns = Columns, i = 0;
            for (; i <= columns - V.Count; i += V.Count)
            {
                T* p = y + i;
                V a = V.Load(p), b = V.Load(p + stride), c = V.Load(p + twice), d = V.Load(p + thrice);
                if (scale != null)
                {
                    var s = V.Load(scale + i);
                    (a, b, c, d) = (a * s, b * s, c * s, d * s);
                }
                if (bias != null)
                {
                    var s = V.Load(bias + i);
                    (a, b, c, d) = (a + s, b + s, c + s, d + s);
                }
                if (typeof(TMerge) != typeof(NoMerge))
                {
                    T* q = other + i;
                    a = merge.Forward(a, V.Load(q));
                    b = merge.Forward(b, V.Load(q + step));
                    c = merge.Forward(c, V.Load(q + 2 * step));
                    d = merge.Forward(d, V.Load(q + 3 * step));
                }
                fn.Forward(a).Store(p);
                fn.Forward(b).Store(p + stride);
                fn.Forward(c).Store(p + twice);
                fn.Forward(d).Store(p + thrice);
            }
            if (i == columns) return;
            for (int r = 0; r < 4; r++) One<V>(y + r * stride, other + r * step, i);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void One<V>(T* y, T* other, int first) where V : struct, ILane<V, T>
        {
            var (merge, fn) = (Merge, Fn);
            T* scale = Scale, bias = Bias;
            int columns = Columns, i = first;
            for (; i <= columns - V.Count; i += V.Count)
            {
                var v = V.Load(y + i);
                if (scale != null) v *= V.Load(scale + i);
                if (bias != null) v += V.Load(bias + i);
                if (typeof(TMerge) != typeof(NoMerge)) v = merge.Forward(v, V.Load(other + i));
                fn.Forward(v).Store(y + i);
            }
            if (i == columns) return;
            int left = columns - i;
            var tail = V.LoadPart(y + i, left);
            if (scale != null) tail *= V.LoadPart(scale + i, left);
            if (bias != null) tail += V.LoadPart(bias + i, left);
            if (typeof(TMerge) != typeof(NoMerge)) tail = merge.Forward(tail, V.LoadPart(other + i, left));
            V.StorePart(fn.Forward(tail), y + i, left);
        }
    }
}
