namespace DeepSharp.Tests.Cuda;

/// <summary>Convolution and its gradients: one to three axes, borders, strides, dilations, groups.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaConvTests
{
    private sealed record Case(Shape X, Shape Kernel, EquatableArray<int> Strides, EquatableArray<int> Dilations, SpatialPadding Padding, int Groups = 1);

    private static readonly Case[] s_cases =
    [
        new([2, 9, 3], [3, 3, 5], [1], [1], Padding.Same), new([1, 12, 2], [3, 2, 4], [1], [2], Padding.Causal), new([2, 7, 6, 4], [3, 3, 4, 6], [1, 1], [1, 1], Padding.Same),
        new([1, 8, 9, 3], [3, 2, 3, 70], [2, 2], [1, 1], Padding.Same), new([1, 9, 8, 5], [3, 3, 5, 2], [1, 2], [2, 1], [(2, 1), (0, 3)]),
        new([3, 5, 5, 17], [1, 1, 17, 33], [1, 1], [1, 1], Padding.Valid), new([1, 4, 5, 6, 2], [2, 3, 2, 2, 3], [1, 2, 1], [1, 1, 2], Padding.Same),
        new([2, 6, 6, 8], [3, 3, 4, 10], [1, 1], [1, 1], Padding.Same, 2), new([2, 7, 7, 6], [3, 3, 1, 6], [2, 2], [1, 1], Padding.Same, 6),
        new([1, 6, 7, 4], [3, 3, 1, 8], [1, 1], [1, 2], Padding.Valid, 4), new([2, 5, 5, 36], [3, 3, 12, 36], [1, 1], [1, 1], Padding.Same, 3),
        new([0, 5, 5, 2], [3, 3, 2, 4], [1, 1], [1, 1], Padding.Same), new([20, 9, 8, 3], [3, 3, 3, 4], [1, 1], [1, 1], Padding.Same),
    ];

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void Forward_AgreesWithTheCpu(DType type)
    {
        foreach (var c in s_cases) Check(type, new ConvOp(c.Strides, c.Dilations, c.Padding, c.Groups), Samples.Uniform(c.X), Samples.Uniform(c.Kernel, seed: 2));
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void Gradients_AgreeWithTheCpu(DType type)
    {
        foreach (var c in s_cases)
        {
            var (x, kernel) = (Samples.Uniform(c.X), Samples.Uniform(c.Kernel, seed: 2));
            var pairs = ConvOperands.Pairs(c.Padding, c.X, c.Kernel, c.Strides, c.Dilations);
            var dy = Samples.Uniform(new ConvOp(c.Strides, c.Dilations, c.Padding, c.Groups).Apply(x, kernel).Shape, seed: 3);
            Check(type, new ConvInputGradientOp(c.Strides, c.Dilations, pairs, c.Groups, ConvOperands.Spatial(c.X)), dy, kernel);
            Check(type, new ConvKernelGradientOp(c.Strides, c.Dilations, pairs, c.Groups, new(c.Kernel.Dims[..^2])), x, dy);
        }
    }

    private static void Check(DType type, Op op, params Tensor[] inputs) =>
        CudaCheck.Near(3 * FloatTypes.Tolerance(type), op, Array.ConvertAll(inputs, x => x.Cast(type)));
}
