namespace DeepSharp.Gpu;

/// <summary>Combines rows by the segment their sorted keys name: chunks of keys first, then what of a segment crosses chunks, always in one order.</summary>
/// <param name="chunks">The kernel that combines within chunks.</param>
/// <param name="joins">The kernel that joins what crosses them.</param>
internal sealed class SegmentReduction(string chunks, string joins)
{
    /// <summary>Keys of a chunk, as in <c>kernels/segments.cu</c>.</summary>
    private const int Chunk = 32;

    public static SegmentReduction Sum { get; } = new("segment_sum_chunks", "segment_sum_joins");

    public static SegmentReduction Max { get; } = new("segment_max_chunks", "segment_max_joins");

    public static SegmentReduction Min { get; } = new("segment_min_chunks", "segment_min_joins");

    public static SegmentReduction Prod { get; } = new("segment_prod_chunks", "segment_prod_joins");

    /// <summary>Combines x [outer, count, row] into y [outer, segments, row]; segments without rows keep what stands in y.</summary>
    /// <remarks>The keys are those of <see cref="IndexSort"/>: the rows' segments and places.</remarks>
    public void Run(CudaContext cuda, DevicePointer x, DevicePointer y, DType type, DevicePointer keys, int count, int segments, int row, int outer)
    {
        long columns = (long)row * outer, parts = (count + Chunk - 1) / Chunk, items = parts * columns;
        if (items == 0) return;
        long bytes = parts > 1 ? items * type.Size : 0;
        var (heads, tails) = (cuda.Scratch(bytes), cuda.Scratch(bytes));
        cuda.Launch(cuda.Function("segments", chunks, type), cuda.GridFor(items), x, y, keys, heads, tails, count, segments, row, columns);
        if (parts > 1) cuda.Launch(cuda.Function("segments", joins, type), cuda.GridFor(items), y, keys, heads, tails, count, segments, row, columns);
    }
}
