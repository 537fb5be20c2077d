namespace DeepSharp;

/// <summary>One element of a <see cref="Dataset"/>: a sample, or a batch of samples whose tensors have the batch as first axis.</summary>
/// <param name="X">The inputs, in the model's order.</param>
/// <param name="Y">The targets; empty where there are none.</param>
/// <param name="SampleWeights">The weights; empty where there are none.</param>
public sealed record Example(Tensor[] X, Tensor[] Y, Tensor[] SampleWeights)
{
    /// <summary>An input alone.</summary>
    public static implicit operator Example(Tensor x) => new([x], [], []);

    /// <summary>An input and its target.</summary>
    public static implicit operator Example((Tensor X, Tensor Y) pair) => new([pair.X], [pair.Y], []);

    /// <summary>An input, its target and its weight.</summary>
    public static implicit operator Example((Tensor X, Tensor Y, Tensor Weight) triple) => new([triple.X], [triple.Y], [triple.Weight]);

    /// <summary>All tensors in one row.</summary>
    internal Tensor[] All => [.. X, .. Y, .. SampleWeights];

    /// <summary>The same kinds of tensors with other values.</summary>
    internal Example With(Func<Tensor, int, Tensor> change)
    {
        int i = 0;
        Tensor[] Each(Tensor[] tensors) => Array.ConvertAll(tensors, t => change(t, i++));
        return new(Each(X), Each(Y), Each(SampleWeights));
    }
}
