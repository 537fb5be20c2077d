namespace DeepSharp.Tests.Cuda;

/// <summary>Optimizer updates in all their variants.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaOptimizerTests
{
    private static readonly OptimizerOp[] s_ops =
    [
        new SgdOp(), new MomentumOp(0.9), new MomentumOp(0.9, Nesterov: true), new AdagradOp(), new AdamOp(), new AdamOp(Amsgrad: true),
        new RmspropOp(), new RmspropOp(Momentum: 0.5), new RmspropOp(Centered: true), new RmspropOp(Momentum: 0.5, Centered: true),
    ];

    [Test]
    public void Updates_AgreeWithTheCpu([ValueSource(nameof(s_ops))] OptimizerOp op, [Values(DType.Float32, DType.Float64)] DType type)
    {
        // Whole packs, an end that is none, one element, none.
        foreach (var shape in (Shape[])[[64], [5, 7], [1], [0], [3, 1001]])
        {
            var slots = op.SlotNames().Select((name, i) =>
                name == "average" ? Samples.Uniform(shape, -0.1, 0.1, seed: 3) : Samples.Uniform(shape, 0.5, 2, seed: 3 + i));
            FloatTypes.Check(type, op, [Samples.Uniform(shape), Samples.Uniform(shape, seed: 2), .. slots, Tensor.From([0.01], [])]);
        }
    }
}
