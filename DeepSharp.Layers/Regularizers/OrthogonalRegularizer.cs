namespace DeepSharp;

/// <summary>What <see cref="OrthogonalRegularizer"/> brings to right angles.</summary>
public enum OrthogonalMode
{
    /// <summary>The rows.</summary>
    Rows,

    /// <summary>The columns.</summary>
    Columns,
}

/// <summary>Penalty factor · mean |cos ∠(a, b)| over all pairs of rows (or columns) of a matrix.</summary>
/// <param name="factor">The strength.</param>
/// <param name="mode">Whether rows or columns shall stand at right angles.</param>
[Configurable]
public sealed partial class OrthogonalRegularizer(double factor = 0.01, OrthogonalMode mode = OrthogonalMode.Rows) : Regularizer
{
    // Vectors shorter than the root of this count as zero.
    private const double Tiny = 1e-24;

    /// <inheritdoc/>
    /// <exception cref="ShapeMismatchException">The weight is no matrix.</exception>
    public override Tensor Penalty(Tensor x)
    {
        if (x.Rank != 2)
            throw new ShapeMismatchException($"{this} is for matrices but got a weight of shape {x.Shape}. Use it on the kernels of Dense and Embedding layers.");
        var rows = Mode == OrthogonalMode.Rows ? x : x.Transpose();
        int count = rows.Shape[0];
        var directions = rows * rows.Square().Sum(1, keepDims: true).Maximum(Tiny).Rsqrt();
        var cosines = directions.MatMul(directions.Transpose()) * (1 - Tensor.Eye(count, x.DType));
        double pairs = Math.Max(1, count * (count - 1.0) / 2);
        return cosines.Abs().Sum() * (0.5 * Factor / pairs);
    }
}
