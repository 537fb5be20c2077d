namespace DeepSharp.Cpu;

/// <summary>The managed backend: every kernel is C#, no native library is needed.</summary>
internal sealed unsafe class CpuBackend : ComputingBackend
{
    private static readonly Dictionary<Type, Func<CpuKernel>> s_table = CpuKernelTable.Create();

    public override string Name => "cpu";

    public override Storage Allocate(long bytes) => new CpuStorage(bytes);

    public override void Read(Storage storage, long offset, Span<byte> destination) =>
        new ReadOnlySpan<byte>(((CpuStorage)storage).Pointer + offset, destination.Length).CopyTo(destination);

    public override void Write(Storage storage, long offset, ReadOnlySpan<byte> source)
    {
        storage.Changed();
        source.CopyTo(new Span<byte>(((CpuStorage)storage).Pointer + offset, source.Length));
    }

    public override void Copy(Storage source, long sourceOffset, Storage destination, long destinationOffset, long bytes)
    {
        destination.Changed();
        Buffer.MemoryCopy(((CpuStorage)source).Pointer + sourceOffset, ((CpuStorage)destination).Pointer + destinationOffset, bytes, bytes);
    }

    protected override Kernel Elementwise(ElementwiseOp op, ReadOnlySpan<TensorSpec> inputs) => ElementwiseKernel.For(op, inputs);

    protected override Kernel Chain(FusedOp op, ReadOnlySpan<TensorSpec> inputs) => ElementwiseKernel.For(op, inputs);

    protected override Kernel? Find(Op op, ReadOnlySpan<TensorSpec> inputs) => op switch
    {
        FusedProductOp fused => FusedProductKernel.For(fused, FindKernel(fused.Product, inputs[..^fused.MoreInputs]), inputs),
        FusedBatchNormOp norm => BatchNormKernel.For(norm, inputs),
        FusedBatchNormGradientOp gradient => BatchNormGradientKernel.For(gradient, inputs),
        FusedMaxPoolGradientOp gradient => MaxPoolGradientKernel.For(gradient, inputs),
        FusedUpdateOp fused => FusedUpdateKernel.For(fused, FindKernel(fused.Rule, inputs)),
        RowUpdateOp rows => RowUpdateKernel.For(rows, FindKernel(rows.Rule, inputs)),
        ReduceOp reduce => reduce.Accept(ReduceKernels.Instance),
        _ => Listed(s_table, op, inputs),
    };

    public override string KernelFile(Op op) => "DeepSharp.Core/Cpu/" + base.KernelFile(op);
}
