namespace DeepSharp;

/// <summary>Something layers can be added to one after another; gives it the fluent methods of every layer.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface ILayerStack<out TSelf>
{
    /// <summary>Adds a layer at the end.</summary>
    TSelf Add(Layer layer);
}
