namespace DeepSharp.Hdf5;

/// <summary>Puts the chunks of a dataset together.</summary>
internal static class ChunkedData
{
    /// <summary>All elements in row-major order.</summary>
    public static byte[] Read(FileSpace file, ObjectHeader header, DataLayout layout, Dataspace space, int elementSize, long length)
    {
        int rank = space.Dims.Length;
        if (layout.Chunk.Length != rank + 1 || layout.Chunk[rank] != elementSize || layout.Chunk.Any(c => c < 1))
            throw Damaged.Because($"chunks of [{string.Join(", ", layout.Chunk)}] do not fit a dataset of [{string.Join(", ", space.Dims)}] elements"
                + $" of {elementSize} bytes");
        Int128 chunkLength = layout.Chunk.Aggregate((Int128)1, (a, b) => a > long.MaxValue ? a : a * b);
        if (chunkLength > Array.MaxLength || chunkLength > FileSpace.MaxRatio * file.Length)
            throw Damaged.Because($"a chunk has {chunkLength} bytes, more than a file of {file.Length} bytes can hold");
        var pipeline = header.Find(MessageKind.FilterPipeline) is { } filters ? FilterPipeline.Parse(file, filters.Body.Span) : new FilterPipeline();
        var grid = new ChunkGrid(space, layout.Chunk[..rank]);
        var bytes = FillValue.Filled(file, header, length, elementSize);
        if (length == 0) return bytes;

        var index = new ChunkIndex(file, layout, grid, !pipeline.IsEmpty, (long)chunkLength);
        var seen = new HashSet<long>();
        foreach (var chunk in index.Chunks())
        {
            if (!grid.Holds(chunk.Place) || chunk.Address < 0) continue;
            if (!seen.Add(Flat(chunk.Place, grid.Counts))) throw Damaged.Because("a chunk stands in the index twice");
            bool plain = layout.PlainEdges && IsEdge(chunk.Place, grid, space.Dims);
            long size = pipeline.IsEmpty || plain ? (long)chunkLength : chunk.Size;
            var stored = file.Read(chunk.Address, size, "chunk");
            Place(plain ? stored : pipeline.Undo(stored, (int)chunkLength, chunk.Mask), chunk.Place, grid, space.Dims, elementSize, bytes);
        }
        return bytes;
    }

    private static bool IsEdge(long[] place, ChunkGrid grid, long[] dims) => place.Index().Any(p => (p.Item + 1) * grid.Chunk[p.Index] > dims[p.Index]);

    private static long Flat(long[] place, long[] counts)
    {
        long flat = 0;
        for (int i = 0; i < place.Length; i++) flat = flat * counts[i] + place[i];
        return flat;
    }

    /// <summary>Copies a chunk row by row to its place, without what reaches over the edge.</summary>
    private static void Place(byte[] chunk, long[] place, ChunkGrid grid, long[] dims, int elementSize, byte[] into)
    {
        int rank = dims.Length;
        var at = new long[rank];            // the row within the chunk
        var inside = new long[rank];        // how much of the chunk lies inside along each axis
        for (int i = 0; i < rank; i++) inside[i] = Math.Min(grid.Chunk[i], dims[i] - place[i] * grid.Chunk[i]);
        int row = (int)inside[^1] * elementSize;
        while (true)
        {
            long from = 0, to = 0;
            for (int i = 0; i < rank; i++)
            {
                from = from * grid.Chunk[i] + at[i];
                to = to * dims[i] + place[i] * grid.Chunk[i] + at[i];
            }
            chunk.AsSpan((int)(from * elementSize), row).CopyTo(into.AsSpan((int)(to * elementSize)));
            int axis = rank - 2;
            while (axis >= 0 && ++at[axis] == inside[axis]) at[axis--] = 0;
            if (axis < 0) return;
        }
    }
}
