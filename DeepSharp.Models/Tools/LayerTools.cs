namespace DeepSharp;

/// <summary>What can be done with a layer of any class.</summary>
public static class LayerTools
{
    extension(Layer layer)
    {
        /// <summary>A new layer with the same settings and name, without weights yet.</summary>
        /// <exception cref="DeepSharpException">Its class cannot be rebuilt from its settings.</exception>
        public Layer CloneLayer() => ModelCloner.ByConfig(layer);
    }
}
