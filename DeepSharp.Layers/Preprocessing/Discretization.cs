namespace DeepSharp.Layers;

/// <summary>Numbers to the bins they fall into: bin i holds boundaries[i − 1] ≤ x &lt; boundaries[i], the first and the last bin everything outside.</summary>
/// <remarks>
/// The boundaries are given, or learnt by <see cref="Adapt(Tensor)"/> so that the bins hold about equally many numbers. Bins are int32.
/// NaN falls into the last bin. A model that has run before boundaries were learnt anew must be compiled again.
/// </remarks>
/// <param name="binBoundaries">The boundaries, rising; learnt if null.</param>
/// <param name="numBins">How many bins to learn boundaries for.</param>
/// <param name="epsilon">How far the learnt shares may be off; about 1/epsilon numbers are kept of what has been seen.</param>
/// <param name="outputMode">What is given out.</param>
[Layer]
[UnusedKey("sparse", false)]
public sealed partial class Discretization(
    IReadOnlyList<double>? binBoundaries = null, int? numBins = null, double epsilon = 0.01, OutputMode outputMode = OutputMode.Int) : Layer
{
    private protected override string[] KerasLacks => ["trainable"];

    private Tensor? _boundaries;

    /// <summary>The boundaries, given or learnt; null before.</summary>
    public IReadOnlyList<double>? BinBoundaries { get; private set; } = binBoundaries?.ToArray();

    /// <summary>Learns boundaries from data.</summary>
    /// <param name="data">Numbers of any shape.</param>
    /// <exception cref="InvalidValueException">There is no data, or the layer has no number of bins to learn.</exception>
    public void Adapt(Tensor data) => Adapt([data]);

    /// <summary>Learns boundaries from data that comes in batches; what was learnt before is forgotten.</summary>
    /// <param name="batches">Numbers of any shape.</param>
    /// <exception cref="InvalidValueException">There is no data, or the layer has no number of bins to learn.</exception>
    public void Adapt(IEnumerable<Tensor> batches)
    {
        Check();
        if (NumBins is not { } bins) throw new InvalidValueException($"{Title} was given its boundaries, so it cannot learn them. Give numBins instead to use Adapt.");
        var summary = new QuantileSummary(Epsilon);
        foreach (var batch in batches)
            if (batch.Count > 0) summary.Add(batch.ToFloats());
        if (summary.IsEmpty) throw new InvalidValueException($"{Title}: Adapt got no data.");
        (BinBoundaries, _boundaries) = (Array.ConvertAll(summary.Boundaries(bins), b => (double)b), null);
    }

    /// <inheritdoc/>
    protected override void Build(Shape input) => Check();

    /// <summary>Numbers that mean something are not rounded to 16 bits.</summary>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        if (BinBoundaries is null) throw new InvalidValueException($"{Title} has no boundaries yet. Call Adapt(data) to learn them, or give binBoundaries.");
        _boundaries ??= Tensor.From<double>([.. BinBoundaries]);
        return CategoryVectors.Encode(x.Cast(WideDType).Digitize(_boundaries), OutputMode, BinBoundaries.Count + 1, ComputeDType);
    }

    /// <inheritdoc/>
    /// <remarks>Keras' class does not know <c>trainable</c>; there are no weights anyway.</remarks>
    protected override IEnumerable<ConfigEntry> BaseConfig() => base.BaseConfig().Where(e => e.Key != "trainable");

    private void Check()
    {
        CategoryVectors.Require(this, OutputMode, OutputMode.Int, OutputMode.OneHot, OutputMode.MultiHot, OutputMode.Count);
        if (NumBins is null && BinBoundaries is null) throw new InvalidValueException($"{Title}: give binBoundaries, or numBins to learn them with Adapt.");
        if (NumBins is < 1) throw new InvalidValueException($"{Title}: numBins must be positive, got {NumBins}.");
        // Both stand in the settings of a layer that has learnt.
        if (NumBins is not null && BinBoundaries is not null && BinBoundaries.Count >= NumBins)
            throw new InvalidValueException($"{Title}: {NumBins} bins have fewer than {BinBoundaries.Count} boundaries. Give either numBins or binBoundaries.");
        if (Epsilon is not (> 0 and < 1)) throw new InvalidValueException($"{Title}: epsilon must be between 0 and 1, got {Epsilon}.");
        for (int i = 1; i < BinBoundaries?.Count; i++)
            if (!(BinBoundaries[i] >= BinBoundaries[i - 1])) throw new InvalidValueException($"{Title}: binBoundaries must rise, but {BinBoundaries[i]} follows {BinBoundaries[i - 1]}.");
    }
}
