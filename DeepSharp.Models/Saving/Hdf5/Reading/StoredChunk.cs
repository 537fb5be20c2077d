namespace DeepSharp.Hdf5;

/// <summary>A chunk in the file.</summary>
/// <param name="Place">Its place in the grid.</param>
/// <param name="Address">Where it lies.</param>
/// <param name="Size">Its bytes in the file.</param>
/// <param name="Mask">The filters that were left out, a bit each.</param>
internal readonly record struct StoredChunk(long[] Place, long Address, long Size, uint Mask);
