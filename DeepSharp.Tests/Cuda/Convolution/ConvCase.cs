using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>A convolution to test: one to three axes, borders, strides, dilations, groups.</summary>
internal sealed record ConvCase(Shape X, Shape Kernel, EquatableArray<int> Strides, EquatableArray<int> Dilations, SpatialPadding Padding, int Groups = 1)
{
    /// <summary>Lengths around the tiles of 32 and 64, every kind of border, no images at all.</summary>
    public static readonly ConvCase[] All =
    [
        new([2, 9, 3], [3, 3, 5], [1], [1], DeepSharp.Padding.Same), new([1, 12, 2], [3, 2, 4], [1], [2], DeepSharp.Padding.Causal),
        new([2, 7, 6, 4], [3, 3, 4, 6], [1, 1], [1, 1], DeepSharp.Padding.Same), new([1, 8, 9, 3], [3, 2, 3, 70], [2, 2], [1, 1], DeepSharp.Padding.Same),
        new([1, 9, 8, 5], [3, 3, 5, 2], [1, 2], [2, 1], [(2, 1), (0, 3)]), new([3, 5, 5, 17], [1, 1, 17, 33], [1, 1], [1, 1], DeepSharp.Padding.Valid),
        new([1, 8, 7, 3], [1, 1, 3, 4], [2, 3], [1, 1], DeepSharp.Padding.Valid),
        new([1, 4, 5, 6, 2], [2, 3, 2, 2, 3], [1, 2, 1], [1, 1, 2], DeepSharp.Padding.Same),
        new([2, 6, 6, 8], [3, 3, 4, 10], [1, 1], [1, 1], DeepSharp.Padding.Same, 2), new([2, 7, 7, 6], [3, 3, 1, 6], [2, 2], [1, 1], DeepSharp.Padding.Same, 6),
        new([1, 6, 7, 4], [3, 3, 1, 8], [1, 1], [1, 2], DeepSharp.Padding.Valid, 4),
        new([1, 5, 5, 48], [3, 3, 16, 51], [1, 1], [1, 1], DeepSharp.Padding.Same, 3),
        new([0, 5, 5, 2], [3, 3, 2, 4], [1, 1], [1, 1], DeepSharp.Padding.Same), new([20, 9, 8, 3], [3, 3, 3, 4], [1, 1], [1, 1], DeepSharp.Padding.Same),
    ];

    public ConvOp Forward => new(Strides, Dilations, Padding, Groups);

    public ConvInputGradientOp InputGradient => new(Strides, Dilations, Pairs, Groups, ConvOperands.Spatial(X));

    public ConvKernelGradientOp KernelGradient => new(Strides, Dilations, Pairs, Groups, new(Kernel.Dims[..^2]));

    /// <summary>How it lies, for a result of this shape.</summary>
    public ConvGeometry Grid(Shape y) => ConvGeometryOf.Shapes(X, Kernel, y, Strides, Dilations, Padding, Groups);

    /// <summary>x, the kernel and the gradient that arrives at the result, of a type.</summary>
    public (Tensor X, Tensor Kernel, Tensor Dy) Operands(DType type)
    {
        var (x, kernel) = (Samples.Uniform(X).Cast(type), Samples.Uniform(Kernel, seed: 2).Cast(type));
        return (x, kernel, Samples.Uniform(Forward.Infer([x.Spec, kernel.Spec])[0].Shape, seed: 3).Cast(type));
    }

    private EquatableArray<(int Before, int After)> Pairs => ConvOperands.Pairs(Padding, X, Kernel, Strides, Dilations);
}
