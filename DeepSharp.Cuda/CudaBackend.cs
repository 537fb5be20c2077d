namespace DeepSharp.Gpu;

/// <summary>The backend that runs ops on an NVIDIA GPU through the driver, cuBLAS, cuDNN and the kernels of <c>kernels/</c>.</summary>
internal sealed unsafe class CudaBackend(CudaContext context) : ComputingBackend
{
    private static readonly Dictionary<Type, Func<CudaKernel>> s_table = CudaKernelTable.Create();

    public override string Name => "cuda";

    public override string Description => CudaContext.Describe(context.DeviceHandle);

    public CudaContext Context => context;

    public override Storage Allocate(long bytes)
    {
        using var scope = context.Enter();
        return new CudaStorage(context.Memory.Allocate(bytes));
    }

    public override void Read(Storage storage, long offset, Span<byte> destination)
    {
        using var scope = context.Enter();
        // Fixed until the copy is done: where the GPU can reach the host's pages by itself, the call may return before.
        fixed (byte* target = destination)
        {
            if (!destination.IsEmpty)
                Driver.Check(
                    DriverApi.cuMemcpyDtoHAsync_v2(target, Pointer(storage) + offset, (nuint)destination.Length, context.Stream.Value), nameof(DriverApi.cuMemcpyDtoHAsync_v2));
            context.Synchronize();
        }
    }

    public override void Write(Storage storage, long offset, ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty) return;
        using var scope = context.Enter();
        context.Write(Pointer(storage) + offset, source);
    }

    public override void Copy(Storage source, long sourceOffset, Storage destination, long destinationOffset, long bytes)
    {
        using var scope = context.Enter();
        context.Copy(Pointer(source) + sourceOffset, Pointer(destination) + destinationOffset, bytes);
    }

    protected override Kernel Elementwise(ElementwiseOp op, ReadOnlySpan<TensorSpec> inputs) => ElementwiseKernel.For(op, inputs);

    protected override Kernel Chain(FusedOp op, ReadOnlySpan<TensorSpec> inputs) => ElementwiseKernel.For(op, inputs);

    protected override Kernel? Find(Op op, ReadOnlySpan<TensorSpec> inputs) => op switch
    {
        FusedProductOp fused => FusedProductKernel.For(fused, inputs),
        ProjectedSequenceOp projected => ProjectedSequenceKernel.For(projected, inputs),
        FusedUpdateOp fused => FusedUpdateKernel.For(fused, FindKernel(fused.Rule, inputs)),
        RowUpdateOp rows => RowUpdateKernel.For(rows, FindKernel(rows.Rule, inputs)),
        ReduceOp reduce => reduce.Accept(ReduceKernels.Instance),
        _ => Listed(s_table, op, inputs),
    };

    public override void Synchronize()
    {
        using var scope = context.Enter();
        context.Synchronize();
    }

    public override RecordedWork? Record(Action work) => CudaGraph.Capture(context, work);

    public override string KernelFile(Op op) => "DeepSharp.Cuda/" + base.KernelFile(op);

    private static DevicePointer Pointer(Storage storage) => ((CudaStorage)storage).Pointer;
}
