namespace DeepSharp;

/// <summary>Marks a layer: a partial class deriving from <c>Layer</c> whose primary constructor is its configuration. Adds to what
/// <see cref="ConfigurableAttribute"/> gives the fluent methods on models and on symbolic tensors.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LayerAttribute : ConfigurableAttribute
{
    /// <summary>How many tensors the layer takes; decides which fluent methods there are.</summary>
    public LayerInputs Inputs { get; init; } = LayerInputs.One;
}
