namespace DeepSharp;

/// <summary>The numbers 0 to n − 1 in random order, as int32 [n].</summary>
/// <remarks>The numbers i sorted by their d (as in <see cref="RandomOp"/>, unsigned); equal d keep the order of i.</remarks>
/// <param name="Count">How many.</param>
public sealed record RandomPermutationOp(int Count) : RandomOp(Count, DType.Int32)
{
    private protected override ReadOnlySpan<DType> Drawable => [DType.Int32];
}

public sealed partial class Tensor
{
    /// <summary>The numbers 0 to count − 1 in random order, each order equally likely.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">A seed, a generator or a state; the global generator if not given.</param>
    public static Tensor RandomPermutation(int count, RandomSeed seed = default) => new RandomPermutationOp(count).Apply(seed.For(count));
}
