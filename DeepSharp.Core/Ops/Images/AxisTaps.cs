namespace DeepSharp;

/// <summary>A linear map along one axis in which each output is a weighted sum of a few neighbouring inputs.</summary>
/// <remarks>The first and the last input of an output never lie before those of the output before it.</remarks>
/// <param name="From">The number of inputs.</param>
/// <param name="To">The number of outputs.</param>
public abstract record AxisTaps(int From, int To)
{
    /// <summary>No output has more inputs than this.</summary>
    public abstract int Most { get; }

    /// <summary>Writes an output's weights.</summary>
    /// <param name="output">Which output.</param>
    /// <param name="weights">Room for <see cref="Most"/> weights.</param>
    /// <returns>The first input and their number.</returns>
    public abstract (int First, int Count) Write(int output, Span<double> weights);

    /// <summary>The map as a dense matrix [outputs, inputs].</summary>
    internal double[] ToMatrix()
    {
        var matrix = new double[checked(From * To)];
        var weights = new double[Most];
        for (int o = 0; o < To; o++)
        {
            var (first, count) = Write(o, weights);
            weights.AsSpan(0, count).CopyTo(matrix.AsSpan(o * From + first));
        }
        return matrix;
    }
}
