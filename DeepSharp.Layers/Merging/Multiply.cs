namespace DeepSharp.Layers;

/// <summary>The product of the inputs, element by element.</summary>
[Layer(Inputs = LayerInputs.Many)]
public sealed partial class Multiply() : MergeLayer
{
    private protected override Tensor Merge(Tensor[] inputs) => inputs.Aggregate((a, b) => a * b);
}
