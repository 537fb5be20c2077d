namespace DeepSharp.Gpu;

/// <summary>A kernel of the CUDA backend.</summary>
internal abstract class CudaKernel : ComputingKernel
{
    /// <summary>Puts the work into the device's compute stream.</summary>
    public sealed override void Run(Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var cuda = ((CudaBackend)outputs[0].Device.Backend).Context;
        using var scope = cuda.Enter();
        cuda.ScratchMemory.Reset();
        Run(cuda, op, inputs, outputs);
    }

    /// <summary>Launches; the context is current and its gate is held.</summary>
    public abstract void Run(CudaContext cuda, Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs);
}

/// <summary>The CUDA kernel of one op. Deriving from it is all it takes to be found.</summary>
internal abstract class CudaKernel<TOp> : CudaKernel where TOp : Op
{
    public sealed override bool Supports(Op op, ReadOnlySpan<TensorSpec> inputs) => Supports((TOp)op, inputs);

    public sealed override void Run(CudaContext cuda, Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => Run(cuda, (TOp)op, inputs, outputs);

    public sealed override bool AcceptsStrided(Op op, int input) => AcceptsStrided((TOp)op, input);

    public sealed override bool AcceptsStrided(Op op, int input, Tensor view) => AcceptsStrided((TOp)op, input, view);

    public sealed override bool CanOverwrite(Op op, int input, int output) => CanOverwrite((TOp)op, input, output);

    /// <summary>Launches what computes the outputs; inputs are dense unless <see cref="AcceptsStrided(TOp, int)"/> says otherwise.</summary>
    protected abstract void Run(CudaContext cuda, TOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs);

    /// <inheritdoc cref="ComputingKernel.Supports(Op, ReadOnlySpan{TensorSpec})"/>
    protected virtual bool Supports(TOp op, ReadOnlySpan<TensorSpec> inputs) => true;

    /// <inheritdoc cref="Kernel.AcceptsStrided(Op, int)"/>
    protected virtual bool AcceptsStrided(TOp op, int input) => false;

    /// <inheritdoc cref="Kernel.AcceptsStrided(Op, int, Tensor)"/>
    protected virtual bool AcceptsStrided(TOp op, int input, Tensor view) => AcceptsStrided(op, input);

    /// <inheritdoc cref="Kernel.CanOverwrite"/>
    protected virtual bool CanOverwrite(TOp op, int input, int output) => false;
}
