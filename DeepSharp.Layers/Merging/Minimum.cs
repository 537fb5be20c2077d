namespace DeepSharp.Layers;

/// <summary>The smallest of the inputs, element by element.</summary>
[Layer(Inputs = LayerInputs.Many)]
public sealed partial class Minimum() : MergeLayer
{
    private protected override Tensor Merge(Tensor[] inputs) => inputs.Aggregate(Tensor.Minimum);
}
