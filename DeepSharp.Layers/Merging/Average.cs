namespace DeepSharp.Layers;

/// <summary>The mean of the inputs, element by element.</summary>
[Layer(Inputs = LayerInputs.Many)]
public sealed partial class Average() : MergeLayer
{
    private protected override Tensor Merge(Tensor[] inputs) => inputs.Aggregate((a, b) => a + b) * (1.0 / inputs.Length);
}
