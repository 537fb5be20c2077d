namespace DeepSharp.Tests;

/// <summary>One array of a golden case: its shape and its values in row-major order.</summary>
/// <param name="Shape">The length of each axis; empty for a scalar.</param>
/// <param name="Values">The elements; integers and booleans are kept as whole numbers.</param>
public readonly record struct GoldenArray(int[] Shape, double[] Values)
{
    /// <summary>The values in single precision. Inputs are exact in it.</summary>
    public float[] ToSingle() => Array.ConvertAll(Values, value => (float)value);

    /// <summary>The values as integers.</summary>
    /// <exception cref="InvalidOperationException">A value has a fraction or does not fit.</exception>
    public long[] ToInt64() => Array.ConvertAll(Values, value => value == Math.Floor(value) && Math.Abs(value) < 1L << 53
        ? (long)value
        : throw new InvalidOperationException($"the golden array holds {value}, which is not an integer; read Values instead"));
}
