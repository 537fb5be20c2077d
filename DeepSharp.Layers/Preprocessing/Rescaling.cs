namespace DeepSharp.Layers;

/// <summary>y = x · scale + offset.</summary>
/// <remarks>Integers, such as the bytes of an image, become floating first.</remarks>
/// <param name="scale">One number, or one for each place of the last axis.</param>
/// <param name="offset">One number, or one for each place of the last axis.</param>
[Layer]
public sealed partial class Rescaling(Numbers scale, [DefaultsTo("0")] Numbers? offset = null) : Layer
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => x.Cast(ComputeDType) * Scale.ToTensor(ComputeDType) + Offset.ToTensor(ComputeDType);
}
