namespace DeepSharp.Tests.Cuda;

/// <summary>Optimizer updates in all their variants.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaOptimizerTests
{
    /// <summary>Every rule in all its forms.</summary>
    internal static readonly OptimizerOp[] Rules =
    [
        new SgdOp(), new MomentumOp(0.9), new MomentumOp(0.9, Nesterov: true), new AdagradOp(), new AdamOp(), new AdamOp(Amsgrad: true),
        new RmspropOp(), new RmspropOp(Momentum: 0.5), new RmspropOp(Centered: true), new RmspropOp(Momentum: 0.5, Centered: true),
    ];

    [Test]
    public void Updates_GiveTheBitsOfTheCpu([ValueSource(nameof(Rules))] OptimizerOp op, [Values(DType.Float32, DType.Float64)] DType type)
    {
        // Whole packs, an end that is none, one element, none.
        foreach (var shape in (Shape[])[[64], [5, 7], [1], [0], [3, 1001]])
        {
            Tensor[] inputs = [Samples.Uniform(shape), Samples.Uniform(shape, seed: 2), .. Slots(op, shape, 3), Tensor.From([0.01], [])];
            CudaCheck.Identical(op, Array.ConvertAll(inputs, x => x.Cast(type)));
        }
    }

    /// <summary>Slots as training could leave them: an average may be negative, but not so that its square exceeds the mean square.</summary>
    internal static Tensor[] Slots(OptimizerOp op, Shape shape, int seed) =>
        [.. op.SlotNames().Select((name, i) => name == "average" ? Samples.Uniform(shape, -0.1, 0.1, seed) : Samples.Uniform(shape, 0.5, 2, seed + i))];
}
