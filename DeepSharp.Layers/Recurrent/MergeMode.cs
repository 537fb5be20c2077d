namespace DeepSharp.Layers;

/// <summary>How <see cref="Bidirectional"/> joins the outputs of both directions.</summary>
public enum MergeMode
{
    /// <summary>Side by side along the last axis.</summary>
    Concat,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their product, element by element.</summary>
    Mul,

    /// <summary>Their mean.</summary>
    Ave,
}
