namespace DeepSharp.Gpu;

/// <summary>Plain gradient descent.</summary>
internal sealed class SgdKernel : UpdateKernel<SgdOp>
{
    protected override UpdateRule Rule(SgdOp op) => new("sgd");
}
