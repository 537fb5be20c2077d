namespace DeepSharp.Cpu;

/// <summary>A kernel of the CPU backend.</summary>
internal abstract class CpuKernel : ComputingKernel;

/// <summary>The CPU kernel of one op. Deriving from it is all it takes to be found.</summary>
internal abstract class CpuKernel<TOp> : CpuKernel where TOp : Op
{
    public sealed override bool Supports(Op op, ReadOnlySpan<TensorSpec> inputs) => Supports((TOp)op, inputs);

    public sealed override void Run(Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => Run((TOp)op, inputs, outputs);

    public sealed override bool AcceptsStrided(Op op, int input) => AcceptsStrided((TOp)op, input);

    public sealed override bool CanOverwrite(Op op, int input, int output) => CanOverwrite((TOp)op, input, output);

    /// <summary>Computes the outputs; inputs are dense unless <see cref="AcceptsStrided(TOp, int)"/> says otherwise.</summary>
    protected abstract void Run(TOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs);

    /// <inheritdoc cref="ComputingKernel.Supports(Op, ReadOnlySpan{TensorSpec})"/>
    protected virtual bool Supports(TOp op, ReadOnlySpan<TensorSpec> inputs) => true;

    /// <inheritdoc cref="Kernel.AcceptsStrided(Op, int)"/>
    protected virtual bool AcceptsStrided(TOp op, int input) => false;

    /// <inheritdoc cref="Kernel.CanOverwrite"/>
    protected virtual bool CanOverwrite(TOp op, int input, int output) => false;
}

/// <summary>Access to a CPU tensor's elements, for kernels.</summary>
internal static unsafe class CpuTensor
{
    extension(Tensor tensor)
    {
        /// <summary>The first element.</summary>
        public T* Pointer<T>() where T : unmanaged => (T*)((CpuStorage)tensor.Storage!).Pointer + tensor.Offset;

        /// <summary>The first element's address.</summary>
        public byte* Bytes() => ((CpuStorage)tensor.Storage!).Pointer + tensor.Offset * tensor.DType.Size;

        /// <summary>A matrix whose packed forms are kept if the program that reads it does not write it.</summary>
        public KeptOperand Kept(long rowStride, long columnStride) =>
            tensor.IsSteady ? new((CpuStorage)tensor.Storage!, tensor.Bytes(), rowStride, columnStride) : default;

        /// <summary>The elements of a dense tensor.</summary>
        public Span<T> Span<T>() where T : unmanaged => new(tensor.Pointer<T>(), checked((int)tensor.Count));
    }
}
