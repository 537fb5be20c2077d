namespace DeepSharp.Benchmarks;

/// <summary>What layers, losses and data preparation are made of, in sizes as they occur; a family in a file.</summary>
internal static partial class SingleCases
{
    /// <summary>All of them.</summary>
    public static IEnumerable<SingleCase> All => [.. Convolutions, .. Products, .. Normalizations, .. Functions, .. Reductions, .. Shapes, .. Places, .. Draws];

    private static Tensor N(params int[] shape) => Compiled.Noise(shape);

    private static Tensor U(params int[] shape) => (Tensor.RandomUniform(shape, seed: 1) + 0.01f).Clone();

    private static Tensor I(int high, params int[] shape) => Compiled.Integers(shape, high, 2);

    private static Tensor D(Tensor x) => x.Cast(DType.Float64).Clone();
}
