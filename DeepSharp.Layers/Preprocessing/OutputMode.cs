namespace DeepSharp;

/// <summary>How preprocessing layers give categories.</summary>
public enum OutputMode
{
    /// <summary>The category's number.</summary>
    Int,

    /// <summary>One vector for each value, 1 at its category.</summary>
    OneHot,

    /// <summary>One vector for all values along the last axis, 1 at each category that is among them.</summary>
    MultiHot,

    /// <summary>As <see cref="MultiHot"/>, but how often each category is there.</summary>
    Count,

    /// <summary>As <see cref="Count"/>, times the category's weight: the rarer in all texts, the heavier.</summary>
    TfIdf,
}
