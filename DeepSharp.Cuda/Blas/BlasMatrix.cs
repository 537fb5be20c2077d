namespace DeepSharp.Gpu;

/// <summary>A matrix in row-major order, or a batch of them.</summary>
/// <param name="Pointer">The first element.</param>
/// <param name="RowStep">Elements from one row to the next as it lies in memory.</param>
/// <param name="Transposed">Whether the product takes the transpose of what lies in memory.</param>
/// <param name="BatchStep">Elements from one matrix to the next; 0 repeats the same.</param>
internal readonly record struct BlasMatrix(DevicePointer Pointer, int RowStep, bool Transposed = false, long BatchStep = 0)
{
    public int Operation => Transposed ? 1 : 0;

    /// <summary>The batch from some matrices on.</summary>
    public BlasMatrix Next(long matrices, DType type) => this with { Pointer = Pointer + matrices * BatchStep * type.Size };
}
