namespace DeepSharp.Layers;

/// <summary>The sum of the inputs.</summary>
[Layer(Inputs = LayerInputs.Many)]
public sealed partial class Add() : MergeLayer
{
    private protected override Tensor Merge(Tensor[] inputs) => inputs.Aggregate((a, b) => a + b);
}
