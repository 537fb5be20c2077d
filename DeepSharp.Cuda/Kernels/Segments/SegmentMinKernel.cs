namespace DeepSharp.Gpu;

/// <summary>The smallest element of each segment.</summary>
internal sealed class SegmentMinKernel() : SegmentReduceKernel<SegmentMinOp>(SegmentReduction.Min, double.PositiveInfinity);
