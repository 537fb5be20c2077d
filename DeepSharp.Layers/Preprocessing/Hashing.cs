namespace DeepSharp.Layers;

/// <summary>Categories of any kind to one of a given number of bins, by a hash: no vocabulary, but some categories share a bin.</summary>
/// <remarks>
/// The bin is FarmHash64 of the text, or SipHash-2-4 of it under a salt, modulo the number of bins, exactly as in TensorFlow. Integers are hashed by their decimal
/// digits, floating-point numbers as the integers they are cut to. Integers may stand in a model; strings are hashed before it. Bins are int64.
/// </remarks>
/// <param name="numBins">How many bins there are, that of the mask among them.</param>
/// <param name="maskValue">A category for masked places, which gets bin 0 for itself; none if null.</param>
/// <param name="salt">Two keys, or one for both; FarmHash64 without keys if null.</param>
/// <param name="outputMode">What is given out.</param>
[Layer]
[UnusedKey("sparse", false)]
public sealed partial class Hashing(int numBins, CategoryValue? maskValue = null, HashSalt? salt = null, OutputMode outputMode = OutputMode.Int) : Layer
{
    /// <inheritdoc/>
    private protected override bool HoldsAnyType => OutputMode == OutputMode.Int;

    /// <summary>One string: a bin [] or a vector [numBins].</summary>
    /// <param name="text">The category.</param>
    public Tensor Apply(string text) => Encode(Tensor.Scalar(Bin(text)));

    /// <summary>Strings: bins [n] or vectors [n, numBins]; where a vector stands for many values, one vector [numBins].</summary>
    /// <param name="texts">The categories.</param>
    public Tensor Apply(IReadOnlyList<string> texts) => Encode(Tensor.From<long>([.. texts.Select(Bin)]));

    /// <summary>The strings of each sample: bins [n, k] or vectors, [n, k, numBins] or [n, numBins].</summary>
    /// <param name="samples">The categories, equally many in each sample.</param>
    /// <exception cref="ShapeMismatchException">Samples differ in length.</exception>
    public Tensor Apply(IReadOnlyList<IReadOnlyList<string>> samples)
    {
        int length = samples.Count == 0 ? 0 : samples[0].Count;
        if (samples.FirstOrDefault(s => s.Count != length) is { } other)
            throw new ShapeMismatchException($"{Title}: samples have different lengths, {length} and {other.Count}. Give them equal lengths.");
        return Encode(Tensor.From<long>([.. samples.SelectMany(s => s.Select(Bin))], [samples.Count, length]));
    }

    /// <inheritdoc/>
    protected override void Build(Shape input) => Check();

    /// <summary>Numbers that mean something are not rounded to 16 bits.</summary>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        var numbers = x.DType.IsFloating ? x.Cast(DType.Int64) : x;
        var bins = numbers.HashBucket(Bins, Salt is { } s ? (s.First, s.Second) : null);
        if (!Masks) return Encode(bins);
        bins += 1;
        return Encode(MaskValue?.Number is { } mask ? Tensor.Where(Tensor.Equal(numbers.Cast(DType.Int64), Tensor.Scalar(mask)), Tensor.Scalar(0L), bins) : bins);
    }

    /// <inheritdoc/>
    protected override IEnumerable<ConfigEntry> BaseConfig() => HashedDTypes.Config(base.BaseConfig(), OutputMode, DType);

    private bool Masks => MaskValue is not null && NumBins > 1;

    private int Bins => Masks ? NumBins - 1 : NumBins;

    private long Bin(string text)
    {
        Check();
        if (!Masks) return HashBins.Of(text, Bins, Salt);
        return text == MaskValue?.Text ? 0 : HashBins.Of(text, Bins, Salt) + 1;
    }

    private Tensor Encode(Tensor bins) => HashedDTypes.Encode(bins, OutputMode, NumBins, ComputeDType);

    private void Check()
    {
        CategoryVectors.Require(this, OutputMode, OutputMode.Int, OutputMode.OneHot, OutputMode.MultiHot, OutputMode.Count);
        if (NumBins < 1) throw new InvalidValueException($"{Title}: numBins must be positive, got {NumBins}.");
    }
}
