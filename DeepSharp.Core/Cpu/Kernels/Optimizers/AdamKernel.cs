namespace DeepSharp.Cpu;

/// <summary>Adam and AMSGrad.</summary>
internal sealed class AdamKernel : UpdateKernel<AdamOp, AdamRule>;

internal struct AdamRule : IUpdateRule<AdamOp>
{
    private double _rest1, _rest2, _epsilon;
    private bool _amsgrad;

    public void Set(AdamOp op) => (_rest1, _rest2, _epsilon, _amsgrad) = (1 - op.Beta1, 1 - op.Beta2, op.Epsilon, op.Amsgrad);

    public readonly void Step<V>(V rate, V g, ref V w, ref V s0, ref V s1, ref V s2) where V : struct, ILane<V>
    {
        s0 += (g - s0) * V.Of(_rest1);
        s1 += (g * g - s1) * V.Of(_rest2);
        if (_amsgrad) s2 = V.Max(s2, s1);
        w -= rate * s0 / (V.Sqrt(_amsgrad ? s2 : s1) + V.Of(_epsilon));
    }
}
