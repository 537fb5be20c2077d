namespace DeepSharp.Cpu;

/// <summary>Plain gradient descent.</summary>
internal sealed class SgdKernel : UpdateKernel<SgdOp, SgdRule>;

internal struct SgdRule : IUpdateRule<SgdOp>
{
    public readonly void Set(SgdOp op) { }

    public readonly void Step<V>(V rate, V g, ref V w, ref V s0, ref V s1, ref V s2) where V : struct, ILane<V> => w -= rate * g;
}
