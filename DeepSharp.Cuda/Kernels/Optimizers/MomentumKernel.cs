namespace DeepSharp.Gpu;

/// <summary>Gradient descent with momentum.</summary>
internal sealed class MomentumKernel : UpdateKernel<MomentumOp>
{
    protected override UpdateRule Rule(MomentumOp op) => new("momentum", op.Momentum, Flag: op.Nesterov);
}
