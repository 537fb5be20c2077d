namespace DeepSharp.Cpu;

/// <summary>Adagrad.</summary>
internal sealed class AdagradKernel : UpdateKernel<AdagradOp, AdagradRule>;

internal struct AdagradRule : IUpdateRule<AdagradOp>
{
    private double _epsilon;

    public void Set(AdagradOp op) => _epsilon = op.Epsilon;

    public readonly void Step<V>(V rate, V g, ref V w, ref V s0, ref V s1, ref V s2) where V : struct, ILane<V>
    {
        s0 += g * g;
        w -= rate * g / V.Sqrt(s0 + V.Of(_epsilon));
    }
}
