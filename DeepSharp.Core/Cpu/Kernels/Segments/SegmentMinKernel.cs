namespace DeepSharp.Cpu;

/// <summary>The smallest element of each segment.</summary>
internal sealed class SegmentMinKernel : SegmentReduceKernel<SegmentMinOp, MinFn>;
