namespace DeepSharp.Gpu;

/// <summary>The product of each segment.</summary>
internal sealed class SegmentProdKernel() : SegmentReduceKernel<SegmentProdOp>(SegmentReduction.Prod, 1);
