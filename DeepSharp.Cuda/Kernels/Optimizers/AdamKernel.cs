namespace DeepSharp.Gpu;

/// <summary>Adam and AMSGrad.</summary>
internal sealed class AdamKernel : UpdateKernel<AdamOp>
{
    protected override UpdateRule Rule(AdamOp op) => new("adam", 1 - op.Beta1, 1 - op.Beta2, op.Epsilon, Flag: op.Amsgrad);
}
