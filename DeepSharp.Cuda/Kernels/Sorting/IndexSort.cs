using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>Sorts the positions of an index tensor by what the indices name, keeping their order where that is the same.</summary>
internal static class IndexSort
{
    private const int KeyBytes = sizeof(ulong);

    /// <summary>A key for each index: the place it names on an axis above, its own number below. Indices outside the axis are faults.</summary>
    public static DevicePointer Indices(CudaContext cuda, Op op, Tensor indices, int length, bool fromEnd)
    {
        var (tiles, keys) = Room(cuda, indices);
        cuda.Launch(
            cuda.Function("sort", "sort_indices", DType.Int32), tiles.Grid(cuda, 1, 1), indices.Address(), indices.DType == DType.Int64, keys, tiles.Length,
            length, fromEnd, tiles.Tile, IndexFault.Slot(cuda, op, length, fromEnd));
        return tiles.Merge(cuda, keys, 1, tiles.Length);
    }

    /// <summary>A key for each index: the place of [outer, length, inner] it names above, its own number below.</summary>
    /// <remarks>
    /// The indices' shape is cut at the axis, whose length at the target is given apart. An index that belongs to none of the targets gets their
    /// number; it is a fault, or merely dropped where there is no place to note faults.
    /// </remarks>
    public static DevicePointer Targets(CudaContext cuda, Tensor indices, AxisCut given, int length, int targets, DevicePointer faults)
    {
        var (tiles, keys) = Room(cuda, indices);
        cuda.Launch(
            cuda.Function("sort", "sort_targets", DType.Int32), tiles.Grid(cuda, 1, 1), indices.Address(), indices.DType == DType.Int64, keys, tiles.Length,
            given.Length, length, given.Inner, targets, tiles.Tile, faults);
        return tiles.Merge(cuda, keys, 1, tiles.Length);
    }

    private static (SortTiles Tiles, DevicePointer Keys) Room(CudaContext cuda, Tensor indices)
    {
        var tiles = new SortTiles(checked((int)indices.Count), KeyBytes);
        return (tiles, cuda.Scratch(tiles.Room(tiles.Length) * KeyBytes));
    }
}
