namespace DeepSharp;

/// <summary>A layer whose kernel can be trained through a change of low rank; see <see cref="Lora"/>.</summary>
public interface ILoraLayer
{
    /// <summary>The weight that is adapted; null before it is made.</summary>
    Weight? LoraTarget { get; }
}
