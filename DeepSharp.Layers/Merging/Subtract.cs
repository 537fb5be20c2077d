namespace DeepSharp.Layers;

/// <summary>The first input minus the second.</summary>
[Layer(Inputs = LayerInputs.Many)]
public sealed partial class Subtract() : MergeLayer
{
    private protected override Tensor Merge(Tensor[] inputs) => inputs.Length == 2
        ? inputs[0] - inputs[1]
        : throw new ShapeMismatchException($"Subtract takes two tensors but got {inputs.Length}.");
}
