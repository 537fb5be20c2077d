using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

public sealed unsafe class ConvKernelTests
{
    private static readonly Tensor s_bias = Tensor.From([0.5f, -0.25f, 0.125f, 1f, -1f, 2f]);

    private static (Op Op, Tensor[] Inputs)[] Products() =>
    [
        (new ConvOp([1, 1], [1, 1], Padding.Same), [Samples.Uniform([2, 5, 4, 3]), Samples.Uniform([3, 3, 3, 6])]),
        (new ConvOp([1, 1], [1, 1], Padding.Valid), [Samples.Uniform([2, 5, 4, 3]), Samples.Uniform([1, 1, 3, 6])]),
        (new ConvOp([2, 2], [1, 1], Padding.Same, 3), [Samples.Uniform([2, 5, 4, 6]), Samples.Uniform([3, 3, 2, 6])]),
        (new ConvOp([2, 2], [1, 1], Padding.Same, 6), [Samples.Uniform([2, 5, 4, 6]), Samples.Uniform([3, 3, 1, 6])]),
        (new ConvInputGradientOp([2, 2], [1, 1], [(1, 1), (1, 1)], 1, [9, 7]), [Samples.Uniform([2, 5, 4, 3]), Samples.Uniform([3, 3, 6, 3])]),
    ];

    [TestCaseSource(nameof(Products))]
    public void RunProduct_BiasAndActivation_EqualsTheSingleSteps((Op Op, Tensor[] Inputs) product)
    {
        Tensor[] inputs = [.. product.Inputs.Select(x => x.Cast(DType.Float32))];
        var plain = product.Op.Apply(inputs);
        var fused = Tensor.Empty(plain.Shape, DType.Float32);
        var kernel = (IProductKernel)Device.Cpu.Backend.FindKernel(product.Op, Array.ConvertAll(inputs, x => x.Spec))!;
        var rows = new EpilogueRows<NoMerge, ReluFn, float>(default, default);
        kernel.RunProduct(product.Op, inputs, fused, new(rows, null, (byte*)s_bias.Pointer<float>(), null, plain.Shape[^1]));
        Close.Same($"{product.Op}", (plain + s_bias).Relu(), fused, 1e-6);
    }
}
