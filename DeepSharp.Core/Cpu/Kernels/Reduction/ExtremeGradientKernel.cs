using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// The gradient of max and min over neighbouring axes, seen as [outer, n, inner]: in each [n, inner] the elements that reach the extreme are
/// counted and then, while they are in cache, given their share. Where that is too much for the cache or too few for the threads, or the axes do
/// not lie so, the composition runs.
/// </summary>
internal sealed unsafe class ExtremeGradientKernel : CpuKernel<ExtremeGradientOp>
{
    // Fewer would leave threads without work.
    private const int Fewest = 32;

    /// <summary>Elements that stay in the second-level cache.</summary>
    private const int Most = 128 * 1024;

    private (long Outer, long N, long Inner)? _view;

    protected override bool Supports(ExtremeGradientOp op, ReadOnlySpan<TensorSpec> inputs) =>
        inputs[1].Shape == inputs[2].Shape && inputs[1].Shape == ReduceOp.ReducedShape(inputs[0].Shape, op.Over, true, op.Name)
        && View(op, inputs[0].Shape) is { Outer: >= Fewest } view && view.N * view.Inner <= Most;

    protected override bool CanOverwrite(ExtremeGradientOp op, int input, int output) => input == 0;

    protected override void Run(ExtremeGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        _view ??= View(op, inputs[0].Shape);
        if (outputs[0].DType == DType.Float32) Run<float>(inputs, outputs[0]);
        else Run<double>(inputs, outputs[0]);
    }

    private void Run<T>(ReadOnlySpan<Tensor> inputs, Tensor dx) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (outer, n, inner) = _view!.Value;
        RowLoop.Run<T, Matrix<T>>(outer, n * inner, new()
        { X = inputs[0].Pointer<T>(), Y = inputs[1].Pointer<T>(), Dy = inputs[2].Pointer<T>(), Dx = dx.Pointer<T>(), N = (int)n, Inner = (int)inner });
    }

    /// <summary>The reduced axes and what lies before and behind them; null where they are not neighbours.</summary>
    private static (long Outer, long N, long Inner)? View(ExtremeGradientOp op, Shape shape)
    {
        var groups = Axis.Groups(shape, op.Over, op.Name);
        int at = groups.FindIndex(g => g.Reduced);
        if (at < 0 || groups.Count(g => g.Reduced) > 1 || groups.Exists(g => g.Length == 0)) return null;
        return (at == 0 ? 1 : groups[0].Length, groups[at].Length, at == groups.Count - 1 ? 1 : groups[^1].Length);
    }

    /// <summary>One [n, inner] matrix.</summary>
    private struct Matrix<T> : IRowJob<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X, Y, Dy, Dx;
        public int N, Inner;

        public readonly void Run<V>(long matrix, T* buffer) where V : struct, ILane<V, T>
        {
            long at = matrix * N * Inner, kept = matrix * Inner;
            if (Inner == 1)
            {
                Row<V>(X + at, Dx + at, N, Y[kept], Dy[kept]);
                return;
            }
            using var counts = ScratchArena.Rent<T>(Inner);
            new Span<T>(counts.Pointer, Inner).Clear();
            for (int r = 0; r < N; r++) Count<V>(X + at + (long)r * Inner, Y + kept, counts.Pointer);
            for (int c = 0; c < Inner; c++) counts.Pointer[c] = Dy[kept + c] / counts.Pointer[c];
            for (int r = 0; r < N; r++) Share<V>(X + at + (long)r * Inner, Dx + at + (long)r * Inner, Y + kept, counts.Pointer);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Row<V>(T* x, T* dx, int n, T extreme, T dy) where V : struct, ILane<V, T>
        {
            V y = V.Splat(extreme), one = V.Of(1), zero = V.Of(0), even = zero, odd = zero;
            int i = 0;
            for (; i <= n - 2 * V.Count; i += 2 * V.Count)
            {
                even += V.And(V.Equal(V.Load(x + i), y), one);
                odd += V.And(V.Equal(V.Load(x + i + V.Count), y), one);
            }
            T count = V.SumAcross(even + odd);
            for (; i < n; i++) count += x[i] == extreme ? T.One : T.Zero;
            T part = dy / count;
            var share = V.Splat(part);
            i = 0;
            for (; i <= n - V.Count; i += V.Count) (V.And(V.Equal(V.Load(x + i), y), one) * share).Store(dx + i);
            for (; i < n; i++) dx[i] = (x[i] == extreme ? T.One : T.Zero) * part;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Count<V>(T* x, T* y, T* counts) where V : struct, ILane<V, T>
        {
            var one = V.Of(1);
            int c = 0;
            for (; c <= Inner - V.Count; c += V.Count)
                (V.Load(counts + c) + V.And(V.Equal(V.Load(x + c), V.Load(y + c)), one)).Store(counts + c);
            for (; c < Inner; c++) counts[c] += x[c] == y[c] ? T.One : T.Zero;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Share<V>(T* x, T* dx, T* y, T* shares) where V : struct, ILane<V, T>
        {
            var one = V.Of(1);
            int c = 0;
            for (; c <= Inner - V.Count; c += V.Count)
                (V.And(V.Equal(V.Load(x + c), V.Load(y + c)), one) * V.Load(shares + c)).Store(dx + c);
            for (; c < Inner; c++) dx[c] = (x[c] == y[c] ? T.One : T.Zero) * shares[c];
        }
    }
}
