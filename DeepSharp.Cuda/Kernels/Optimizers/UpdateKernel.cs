namespace DeepSharp.Gpu;

/// <summary>One launch for each variable, in <c>kernels/optimizers.cu</c>: every tensor is read once and written once.</summary>
internal abstract class UpdateKernel<TOp> : CudaKernel<TOp> where TOp : OptimizerOp
{
    private const int Bytes = 16;

    /// <summary>An element is stored only after all inputs at its place are read, so any of them but the scalar may be overwritten.</summary>
    protected sealed override bool CanOverwrite(TOp op, int input, int output) => input < op.SlotNames().Count + 2;

    /// <summary>The kernel for a type and the grid for all elements of the variable.</summary>
    protected static (CudaFunction Function, LaunchGrid Grid) Of(CudaContext cuda, string entry, Tensor variable) =>
        (cuda.Function("optimizers", entry, variable.DType), cuda.GridFor(variable.Count, perThread: Bytes / variable.DType.Size));

    /// <summary>A slot before or after the update; none where the op has fewer.</summary>
    protected static DevicePointer Slot(ReadOnlySpan<Tensor> tensors, int place, int count) => place < count ? tensors[place].Address() : default;
}
