namespace DeepSharp;

/// <summary>How often each of the numbers 0, 1, … Length − 1 stands in an integer tensor; other numbers are not counted. No gradient but that of weights.</summary>
/// <remarks>
/// Inputs: values, integers of any shape, and perhaps weights of the same shape; y[v] = Σ weights[i] over all i with values[i] = v. Without
/// weights each counts 1, and the counts are int32.
/// </remarks>
/// <param name="Length">How many numbers are counted.</param>
public sealed record BincountOp(int Length) : Op
{
    /// <inheritdoc/>
    public override string Family => "Segments";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var values = inputs[0];
        var weights = inputs.Length > 1 ? inputs[1] : new(values.Shape, DType.Int32);
        Indices.RequireIntegers(Name, values.DType);
        Domains.Require(Name, FnDomain.Numeric, weights.DType);
        if (Length < 0) throw new InvalidValueException($"[{Name}] the length must be zero or more but is {Length}.");
        if (!values.Shape.Matches(weights.Shape))
            throw new ShapeMismatchException($"[{Name}] values {values.Shape} and weights {weights.Shape} must be of one shape.");
        return [new([Length], weights.DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        // What is not counted goes into one more place, which is then left out.
        var values = x[0].Reshape(Dim.Any);
        var other = values.ScalarLike(Length);
        var place = Tensor.Where(values < 0, other, Tensor.Where(values >= Length, other, values));
        var weights = x.Length > 1 ? x[1] : Tensor.Ones(x[0].Shape, DType.Int32, x[0].Device);
        return [weights.Reshape(Dim.Any).SegmentSum(place, checked(Length + 1)).Slice(0, ..Length)];
    }
}

public sealed partial class Tensor
{
    /// <summary>How often each of the numbers 0, 1, … length − 1 stands in this tensor of int32 or int64; other numbers are not counted.</summary>
    /// <param name="length">How many numbers are counted.</param>
    /// <param name="weights">What each element counts, of this tensor's shape; 1 if null.</param>
    /// <returns>[length], of the weights' type; int32 without weights.</returns>
    /// <exception cref="DTypeMismatchException">This tensor holds no integers.</exception>
    /// <exception cref="ShapeMismatchException">The weights have another shape.</exception>
    public Tensor Bincount(int length, Tensor? weights = null) =>
        weights is null ? new BincountOp(length).Apply(this) : new BincountOp(length).Apply(this, weights);

    /// <summary>How many elements fall into each of several equal bins between two bounds; elements beyond them and NaN are not counted, the upper bound belongs to the last bin.</summary>
    /// <param name="bins">The number of bins.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <returns>int32 [bins].</returns>
    /// <exception cref="InvalidValueException">There is no bin, or the bounds are not in order.</exception>
    public Tensor Histogram(int bins, double low, double high)
    {
        if (bins < 1 || !(high > low)) throw new InvalidValueException($"[histogram] expects at least 1 bin between a lower and a higher bound but got {bins} from {low} to {high}.");
        var x = DType.IsFloating ? this : Cast(DType.Float64);
        var bin = ((x - low) * (bins / (high - low))).Floor().Minimum(bins - 1);
        var none = x.ScalarLike(-1);
        return Where(x >= low, Where(x <= high, bin, none), none).Cast(DType.Int32).Bincount(bins);
    }
}
