namespace DeepSharp.Gpu;

/// <summary>The largest element of each segment.</summary>
internal sealed class SegmentMaxKernel() : SegmentReduceKernel<SegmentMaxOp>(SegmentReduction.Max, double.NegativeInfinity);
