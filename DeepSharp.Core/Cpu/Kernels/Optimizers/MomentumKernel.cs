namespace DeepSharp.Cpu;

/// <summary>Gradient descent with momentum.</summary>
internal sealed class MomentumKernel : UpdateKernel<MomentumOp, MomentumRule>;

internal struct MomentumRule : IUpdateRule<MomentumOp>
{
    private double _momentum;
    private bool _nesterov;

    public void Set(MomentumOp op) => (_momentum, _nesterov) = (op.Momentum, op.Nesterov);

    public readonly void Step<V>(V rate, V g, ref V w, ref V s0, ref V s1, ref V s2) where V : struct, ILane<V>
    {
        var step = rate * g;
        s0 = s0 * V.Of(_momentum) - step;
        w += _nesterov ? s0 * V.Of(_momentum) - step : s0;
    }
}
