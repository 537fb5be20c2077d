namespace DeepSharp;

/// <summary>What a convolution or pooling reads beyond the border.</summary>
public enum Padding
{
    /// <summary>Nothing: only places where the whole window lies inside. Output length ⌊(n − k) / s⌋ + 1 for a window that spans k.</summary>
    Valid,

    /// <summary>As much as it takes for an output length of ⌈n / s⌉; the odd element of padding stands at the end.</summary>
    Same,

    /// <summary>Everything at the start, so that no output sees an input after its own place. Convolutions of one axis only.</summary>
    Causal,
}
