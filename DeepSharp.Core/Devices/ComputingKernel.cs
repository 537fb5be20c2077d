namespace DeepSharp;

/// <summary>A kernel of a backend that computes, and what it can be given.</summary>
internal abstract class ComputingKernel : Kernel
{
    /// <summary>Whether this kernel runs the op for these inputs; where not, the op's composition is used.</summary>
    public virtual bool Supports(Op op, ReadOnlySpan<TensorSpec> inputs) => true;

    /// <summary>Whether 16-bit floats are taken as they are, because elements are only moved, handed on to other kernels, or widened by the kernel itself;
    /// others get float32 instead.</summary>
    public virtual bool Takes16Bit => false;
}
