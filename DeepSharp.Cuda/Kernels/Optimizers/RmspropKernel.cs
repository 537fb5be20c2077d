namespace DeepSharp.Gpu;

/// <summary>RMSprop in its four variants.</summary>
internal sealed class RmspropKernel : UpdateKernel<RmspropOp>
{
    protected override UpdateRule Rule(RmspropOp op) => new("rmsprop", op.Rho, 1 - op.Rho, op.Momentum, op.Epsilon, op.Centered);
}
