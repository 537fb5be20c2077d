namespace DeepSharp.Layers;

/// <summary>x where x &gt; 0, else α (eˣ − 1).</summary>
/// <param name="alpha">What very negative numbers approach, negated.</param>
[Layer]
public sealed partial class ELU(double alpha = 1) : Layer
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => x.Elu(Alpha);
}
