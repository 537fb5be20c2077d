using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>What both readings of a batch normalization's gradient work on, all dense.</summary>
internal unsafe struct GradientRows
{
    /// <summary>The data, the incoming gradient and the result, [rows, columns].</summary>
    public byte* X, Dy, Dx;

    /// <summary>[columns] each; β only where there is a gate.</summary>
    public byte* Mean, Scale, Beta, K0, K1;
    public int Columns;
    public RowSlabs Slabs;

    /// <summary>Σ dy and Σ dy·(x − mean), [slab, columns] each.</summary>
    public double* Plain, Centered;
}

/// <summary>The two readings of a batch normalization's gradient, compiled for the gate that the incoming gradient passes.</summary>
internal abstract class BatchNormGradientRows
{
    /// <summary>Sums the rows of slabs <paramref name="start"/> to <paramref name="end"/> − 1.</summary>
    public abstract void Sum(in GradientRows work, int start, int end);

    /// <summary>dx = (dy − k0 − (x − mean)·k1) · scale for rows <paramref name="start"/> to <paramref name="end"/> − 1.</summary>
    public abstract void Apply(in GradientRows work, int start, int end);

    /// <summary>The loops for a gate, or null where its element type or function is not made for it.</summary>
    public static BatchNormGradientRows? For(ElementwiseOp gate, DType dtype) => dtype switch
    {
        DType.Float32 => FunctionPair.Make(gate, null, new Maker<float>()),
        DType.Float64 => FunctionPair.Make(gate, null, new Maker<double>()),
        _ => null,
    };

    private sealed class Maker<T> : IFunctionPair<BatchNormGradientRows> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public BatchNormGradientRows Make<TMerge, TFn>(TMerge merge, TFn fn) where TMerge : struct, IBinaryFn where TFn : struct, IUnaryFn =>
            new BatchNormGradientRows<TMerge, T>(merge);
    }
}

/// <inheritdoc cref="BatchNormGradientRows"/>
internal sealed class BatchNormGradientRows<TGate, T>(TGate gate) : BatchNormGradientRows
    where TGate : struct, IBinaryFn where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The loops without a gate, where <typeparamref name="TGate"/> is <see cref="NoMerge"/>.</summary>
    public static readonly BatchNormGradientRows<TGate, T> None = new(default);

    public override void Sum(in GradientRows work, int start, int end)
    {
        var job = new ColumnGradientSums<TGate, T> { Gate = gate, Work = work, Start = start, End = end };
        LaneDispatch.Run<T, ColumnGradientSums<TGate, T>>(ref job);
    }

    public override void Apply(in GradientRows work, int start, int end)
    {
        var job = new NormGradientApply<TGate, T> { Gate = gate, Work = work, Start = start, End = end };
        LaneDispatch.Run<T, NormGradientApply<TGate, T>>(ref job);
    }
}
