namespace DeepSharp.Layers;

/// <summary>A bin for each combination of several features, by a hash: bin = hash(features) mod numBins.</summary>
/// <remarks>
/// Features are [n] or [n, 1] → bins of that shape, int64, or vectors [n, numBins]; exactly as TensorFlow crosses them. Integers may stand in a model, where the
/// layer takes two tensors or more; strings are crossed before it.
/// </remarks>
/// <example><c>Tensor bins = new HashedCrossing(5).Apply(new[] { "A", "B" }, new[] { 101, 102 });</c></example>
/// <param name="numBins">How many bins there are.</param>
/// <param name="outputMode">Bins, or one vector for each.</param>
[Layer(Inputs = LayerInputs.Many)]
[UnusedKey("sparse", false)]
public sealed partial class HashedCrossing(int numBins, OutputMode outputMode = OutputMode.Int) : Layer
{
    /// <inheritdoc/>
    private protected override bool HoldsAnyType => OutputMode == OutputMode.Int;

    /// <summary>Crosses features, strings among them.</summary>
    /// <param name="features">Arrays of strings or integers, or tensors of integers; two or more of one shape.</param>
    /// <exception cref="ShapeMismatchException">There are fewer than two, or their shapes differ.</exception>
    public Tensor Apply(params ReadOnlySpan<CategoryColumn> features) => base.Apply(Array.ConvertAll(features.ToArray(), f => f.Fingerprints))[0];

    /// <inheritdoc/>
    protected override void Build(Shape[] inputs)
    {
        CategoryVectors.Require(this, OutputMode, OutputMode.Int, OutputMode.OneHot);
        if (NumBins < 1) throw new InvalidValueException($"{Title}: numBins must be positive, got {NumBins}.");
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(Tensor[] inputs, CallContext context)
    {
        foreach (var x in inputs)
        {
            if (x.Rank > 2 || x.Rank == 2 && x.Shape[1] != 1)
                throw new ShapeMismatchException($"{Title} crosses features of shape [], [n] or [n, 1] but got {x.Shape}.");
            if (x.DType.IsFloating) throw new DTypeMismatchException($"{Title} crosses integers or strings but got {x.DType.KerasName}. Cast the feature, or put it into bins with Discretization.");
        }
        var bins = new HashCrossOp(NumBins).Apply(Array.ConvertAll(inputs, x => x.Cast(DType.Int64)));
        return [HashedDTypes.Encode(bins, OutputMode, NumBins, ComputeDType)];
    }

    /// <inheritdoc/>
    protected override IEnumerable<ConfigEntry> BaseConfig() => HashedDTypes.Config(base.BaseConfig(), OutputMode, DType);
}
