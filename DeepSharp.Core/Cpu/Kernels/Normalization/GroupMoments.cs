using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The moments of one element of a batch whose channels are normalized in groups: columns by slabs of rows, then the columns of a group joined
/// in double.
/// </summary>
/// <param name="Rows">The places that each channel has.</param>
/// <param name="Columns">The channels.</param>
/// <param name="Groups">The groups; they divide the channels.</param>
internal readonly record struct GroupMoments(int Rows, int Columns, int Groups)
{
    /// <summary>The cut of the rows.</summary>
    public RowSlabs Slabs => new(Rows);

    /// <summary>Room that a reading needs in doubles.</summary>
    public long Room => 2L * Slabs.Count * Columns;

    /// <summary>Computes each channel's group mean, and 1 / √(σ² + ε) of its group in double, from data [rows, columns].</summary>
    /// <param name="x">The data.</param>
    /// <param name="partial">Room for <see cref="Room"/> doubles.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="mean">[columns], rounded.</param>
    /// <param name="inverse">[groups].</param>
    public unsafe void Of<T>(T* x, double* partial, double epsilon, T* mean, double* inverse) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var slabs = Slabs;
        var moments = new ColumnMoments<T> { Slabs = slabs, Columns = Columns, X = x, Mean = partial, Squares = partial + (long)slabs.Count * Columns };
        CpuPool.For(slabs.Count, slabs.Grain(Columns), ref moments);
        moments.Join();
        int width = Columns / Groups;
        for (int g = 0, c = 0; g < Groups; g++, c += width)
        {
            double total = 0, squares = 0;
            for (int i = c; i < c + width; i++) total += moments.Mean[i];
            double center = total / width;
            for (int i = c; i < c + width; i++)
            {
                double distance = moments.Mean[i] - center;
                squares += moments.Squares[i] + distance * distance * Rows;
            }
            inverse[g] = 1 / Math.Sqrt(squares / ((double)Rows * width) + epsilon);
            new Span<T>(mean + c, width).Fill(T.CreateTruncating(center));
        }
    }

    /// <summary>γ / √(σ² + ε) of each channel.</summary>
    public unsafe void Scale<T>(T* gamma, double* inverse, T* scale) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Columns / Groups;
        for (int g = 0, c = 0; g < Groups; g++)
            for (int end = c + width; c < end; c++) scale[c] = T.CreateTruncating(double.CreateTruncating(gamma[c]) * inverse[g]);
    }
}
