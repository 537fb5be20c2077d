namespace DeepSharp;

/// <summary>How attention compares a query with a key.</summary>
public enum ScoreMode
{
    /// <summary>Their dot product.</summary>
    Dot,

    /// <summary>A weight times Σ tanh(query + key).</summary>
    Concat,
}
