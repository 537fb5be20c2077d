namespace DeepSharp.Layers;

/// <summary>How often values occur, and tables of what to put in their place.</summary>
internal static class BinCounts
{
    /// <summary>How many pixels of each channel of each image lie in each bin.</summary>
    /// <param name="bin">The pixels' bins, int32 [batch, height, width, channels].</param>
    /// <param name="bins">The number of bins.</param>
    /// <returns>int32 [batch · channels, bins].</returns>
    public static Tensor OfChannels(Tensor bin, int bins)
    {
        var ids = Entries(bin, bins).Reshape([(int)bin.Count]);
        int rows = bin.Shape[0] * bin.Shape[3];
        return Tensor.Ones([(int)bin.Count], DType.Int32, bin.Device).SegmentSum(ids, rows * bins).Reshape([rows, bins]);
    }

    /// <summary>The entry of its channel's table for each pixel.</summary>
    /// <param name="tables">[batch · channels, bins].</param>
    /// <param name="bin">The pixels' bins, int32 [batch, height, width, channels].</param>
    public static Tensor LookUp(Tensor tables, Tensor bin) => tables.Reshape([(int)tables.Count]).Gather(Entries(bin, tables.Shape[1]));

    private static Tensor Entries(Tensor bin, int bins)
    {
        int rows = bin.Shape[0] * bin.Shape[3];
        return Tensor.Arange(rows, bin.Device).Reshape([bin.Shape[0], 1, 1, bin.Shape[3]]) * bins + bin;
    }
}
