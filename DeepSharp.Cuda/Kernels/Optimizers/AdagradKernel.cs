namespace DeepSharp.Gpu;

/// <summary>Adagrad.</summary>
internal sealed class AdagradKernel : UpdateKernel<AdagradOp>
{
    protected override UpdateRule Rule(AdagradOp op) => new("adagrad", op.Epsilon);
}
