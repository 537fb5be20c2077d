namespace DeepSharp;

/// <summary>Low-rank adaptation: a trained kernel stays as it is, and a change of low rank is trained in its stead.</summary>
/// <remarks>
/// The kernel read in a call is kernel + alpha / rank · a · b with a [.., rank] and b [rank, n] for a kernel [.., n]. At first b is zero, so
/// that nothing changes. Files hold the kernel with its change added, as Keras writes it; a model loaded from one starts a new change.
/// Source: E. Hu and others, LoRA: Low-Rank Adaptation of Large Language Models, 2021.
/// </remarks>
/// <example><code>
/// var dense = new Dense(512).EnableLora(rank: 4);     // one layer
/// model.EnableLora(rank: 4).Compile("adam", loss);    // a whole model: only the changes are trained
/// </code></example>
public static class Lora
{
    extension<TLayer>(TLayer layer) where TLayer : Layer, ILoraLayer
    {
        /// <summary>The rank of the change, or null where there is none.</summary>
        public int? LoraRank => layer.LoraSetting?.Rank;

        /// <summary>The change is multiplied by this over the rank; null where there is none.</summary>
        public double? LoraAlpha => layer.LoraSetting?.Alpha;

        /// <summary>Freezes the kernel and trains a change of low rank instead. A model must be compiled (again) afterwards.</summary>
        /// <param name="rank">The rank, 1 or more.</param>
        /// <param name="alpha">The change is multiplied by alpha / rank; the rank if null.</param>
        /// <param name="aInitializer">First values of a; <c>he_uniform</c> if null.</param>
        /// <param name="bInitializer">First values of b; zeros if null.</param>
        /// <returns>The layer.</returns>
        /// <exception cref="InvalidValueException">The rank is below 1, there is a change already, or the kernel has a constraint.</exception>
        public TLayer EnableLora(int rank, double? alpha = null, Initializer? aInitializer = null, Initializer? bInitializer = null)
        {
            layer.AddLora(rank, alpha, aInitializer, bInitializer);
            return layer;
        }

        /// <summary>Adds the change to the kernel for good; the kernel is trained again. A model must be compiled (again) afterwards.</summary>
        /// <returns>The layer.</returns>
        /// <exception cref="InvalidValueException">There is no change.</exception>
        public TLayer MergeLora()
        {
            layer.MergeChange();
            return layer;
        }
    }
}
