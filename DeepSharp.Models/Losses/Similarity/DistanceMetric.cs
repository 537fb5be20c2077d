namespace DeepSharp;

/// <summary>How far two embeddings are from each other.</summary>
public enum DistanceMetric
{
    /// <summary>‖a − b‖.</summary>
    [ConfigKey("L2")] L2,

    /// <summary>‖a − b‖².</summary>
    [ConfigKey("squared-L2")] SquaredL2,

    /// <summary>1 − a·b / (‖a‖ · ‖b‖).</summary>
    Angular,
}

/// <summary>Distances of embeddings.</summary>
internal static class Distances
{
    /// <summary>Between all pairs of rows, 0 of each to itself: [batch, batch] from [batch, dims].</summary>
    public static Tensor Pairwise(Tensor x, DistanceMetric metric)
    {
        var apart = 1 - Tensor.Eye(x.Shape[0], x.DType, x.Device);
        if (metric == DistanceMetric.Angular)
        {
            var unit = Unit(x);
            return (1 - unit.MatMul(unit.Transpose())) * apart;
        }
        var lengths = x.Square().Sum(-1, keepDims: true);
        var squares = (lengths - 2 * x.MatMul(x.Transpose()) + lengths.Transpose()).Maximum(0) * apart;
        return metric == DistanceMetric.SquaredL2 ? squares : Root(squares);
    }

    /// <summary>Between vectors along the last axis.</summary>
    public static Tensor Between(Tensor a, Tensor b, DistanceMetric metric)
    {
        if (metric == DistanceMetric.Angular) return 1 - (Unit(a) * Unit(b)).Sum(-1);
        var squares = (a - b).Square().Sum(-1);
        return metric == DistanceMetric.SquaredL2 ? squares : Root(squares);
    }

    private static Tensor Unit(Tensor x) => x * x.Square().Sum(-1, keepDims: true).Maximum(1e-12).Rsqrt();

    /// <summary>√x, with gradient 0 where x is.</summary>
    private static Tensor Root(Tensor x)
    {
        var none = x.Equal(0);
        return Tensor.Where(none, x.ScalarLike(0), Tensor.Where(none, x.ScalarLike(1), x).Sqrt());
    }
}
