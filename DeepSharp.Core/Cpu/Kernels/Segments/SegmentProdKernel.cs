namespace DeepSharp.Cpu;

/// <summary>The product of each segment.</summary>
internal sealed class SegmentProdKernel : SegmentReduceKernel<SegmentProdOp, ProdFn>;
