namespace DeepSharp;

/// <summary>How rotary embeddings are stretched for texts longer than a model was trained on.</summary>
public enum RopeType
{
    /// <summary>All frequencies are divided by the scaling factor.</summary>
    Linear,

    /// <summary>All frequencies are divided by scalingFactor^(d / (d − 2)).</summary>
    Dynamic,

    /// <summary>Low frequencies are divided by the scaling factor, high ones are not, those between are mixed. Peng et al. 2023.</summary>
    Yarn,
}
