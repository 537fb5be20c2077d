namespace DeepSharp.Cpu;

/// <summary>The largest element of each segment.</summary>
internal sealed class SegmentMaxKernel : SegmentReduceKernel<SegmentMaxOp, MaxFn>;
