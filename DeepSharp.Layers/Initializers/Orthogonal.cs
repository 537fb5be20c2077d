namespace DeepSharp.Initializers;

/// <summary>A random matrix whose rows (or columns, whichever are fewer) have length <paramref name="gain"/> and stand at right angles.</summary>
/// <remarks>
/// Saxe et al. 2013. A weight of more axes is filled as the matrix [all axes but the last, last]. The matrix is the Q of the QR
/// decomposition, with R's diagonal positive, of a normal matrix that is at least as tall as wide; transposed where the weight is wider.
/// </remarks>
/// <param name="gain">The length of the rows.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Configurable(Aliases = ["OrthogonalInitializer"])]
public sealed partial class Orthogonal(double gain = 1, int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    /// <exception cref="ShapeMismatchException">The weight has fewer than two axes.</exception>
    protected override Tensor Draw(Shape shape, DType dtype, int seed)
    {
        if (shape.Rank < 2)
            throw new ShapeMismatchException($"{this} needs a weight with two axes or more, but it has shape {shape}. Take another initializer for it.");
        int rows = (int)shape[..^1].Count, columns = shape[^1];
        int tall = Math.Max(rows, columns), wide = Math.Min(rows, columns);
        // Columns are kept as rows here: the decomposition then walks along memory.
        double[] normal = Tensor.RandomNormal([tall, wide], 0, 1, DType.Float64, seed).ToDoubles();
        var q = new double[wide][];
        for (int j = 0; j < wide; j++)
        {
            q[j] = new double[tall];
            for (int i = 0; i < tall; i++) q[j][i] = normal[i * wide + j];
        }
        Orthonormalize(q);
        var values = new double[shape.Count];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) values[i * columns + j] = Gain * (rows >= columns ? q[j][i] : q[i][j]);
        return Tensor.From(values, shape).Cast(dtype);
    }

    /// <summary>Gram and Schmidt's process, each vector cleaned twice, which is enough for right angles to the last digits.</summary>
    private static void Orthonormalize(double[][] vectors)
    {
        for (int j = 0; j < vectors.Length; j++)
        {
            var v = vectors[j];
            for (int pass = 0; pass < 2; pass++)
                for (int k = 0; k < j; k++)
                {
                    double along = Dot(vectors[k], v);
                    for (int i = 0; i < v.Length; i++) v[i] -= along * vectors[k][i];
                }
            double length = Math.Sqrt(Dot(v, v));
            for (int i = 0; i < v.Length; i++) v[i] /= length;
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
