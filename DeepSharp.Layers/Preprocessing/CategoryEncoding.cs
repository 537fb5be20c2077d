namespace DeepSharp.Layers;

/// <summary>Category numbers as vectors of length <paramref name="numTokens"/>.</summary>
/// <remarks>
/// Numbers [..., k] → [..., numTokens] in the modes <see cref="OutputMode.MultiHot"/> and <see cref="OutputMode.Count"/>; in
/// <see cref="OutputMode.OneHot"/> [..., k] → [..., k, numTokens], or [..., numTokens] where k = 1. A number outside 0 to numTokens − 1 is an error.
/// </remarks>
/// <param name="numTokens">How many categories there are.</param>
/// <param name="outputMode">The form of the vectors.</param>
[Layer]
[UnusedKey("sparse", false)]
public sealed partial class CategoryEncoding(int numTokens, OutputMode outputMode = OutputMode.MultiHot) : Layer
{
    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        CategoryVectors.Require(this, OutputMode, OutputMode.MultiHot, OutputMode.OneHot, OutputMode.Count);
        if (NumTokens < 1) throw new InvalidValueException($"{Title}: numTokens must be positive, got {NumTokens}.");
    }

    private protected override bool BuildsByName => false;

    /// <summary>Numbers that mean something are not rounded to 16 bits.</summary>
    protected override bool CastsInputs => false;

    /// <summary>The formula.</summary>
    /// <param name="inputs">Category numbers.</param>
    /// <param name="countWeights">What each number counts, in their shape, in mode <see cref="OutputMode.Count"/>.</param>
    [CallMethod]
    private Tensor Encode(Tensor inputs, Tensor? countWeights = null)
    {
        if (countWeights is not null && OutputMode != OutputMode.Count)
            throw new InvalidValueException($"{Title}: countWeights belong to output mode Count, but the mode is {OutputMode}.");
        var numbers = inputs.DType is DType.Int32 or DType.Int64 ? inputs : inputs.Cast(DType.Int32);
        // Taking each number from the row 0, 1, 2, … changes nothing but refuses those outside.
        numbers = new GatherOp(0, FromEnd: false).Apply(Tensor.Arange(NumTokens), numbers);
        return CategoryVectors.Encode(numbers, OutputMode, NumTokens, ComputeDType, countWeights);
    }
}
