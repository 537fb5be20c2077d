namespace DeepSharp.Layers;

/// <summary>The largest of the inputs, element by element.</summary>
[Layer(Inputs = LayerInputs.Many)]
public sealed partial class Maximum() : MergeLayer
{
    private protected override Tensor Merge(Tensor[] inputs) => inputs.Aggregate(Tensor.Maximum);
}
