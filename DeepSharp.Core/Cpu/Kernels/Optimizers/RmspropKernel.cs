namespace DeepSharp.Cpu;

/// <summary>RMSprop in its four variants.</summary>
internal sealed class RmspropKernel : UpdateKernel<RmspropOp, RmspropRule>;

internal struct RmspropRule : IUpdateRule<RmspropOp>
{
    private double _rho, _momentum, _epsilon;
    private bool _centered;

    public void Set(RmspropOp op) => (_rho, _momentum, _epsilon, _centered) = (op.Rho, op.Momentum, op.Epsilon, op.Centered);

    public readonly void Step<V>(V rate, V g, ref V w, ref V s0, ref V s1, ref V s2) where V : struct, ILane<V>
    {
        var (rho, rest) = (V.Of(_rho), V.Of(1 - _rho));
        s0 = s0 * rho + g * g * rest;
        var spread = s0;
        if (_centered)
        {
            s1 = s1 * rho + g * rest;
            spread -= s1 * s1;
        }
        var step = rate * g / V.Sqrt(spread + V.Of(_epsilon));
        if (_momentum > 0)
        {
            // The momentum is the last slot: the third where the average is kept too.
            ref V slot = ref _centered ? ref s2 : ref s1;
            step = slot = slot * V.Of(_momentum) + step;
        }
        w -= step;
    }
}
