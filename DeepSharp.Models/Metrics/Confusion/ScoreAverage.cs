namespace DeepSharp;

/// <summary>How the scores of several classes become one.</summary>
public enum ScoreAverage
{
    /// <summary>One score from the counts of all classes together.</summary>
    Micro,

    /// <summary>The mean of the classes' scores.</summary>
    Macro,

    /// <summary>The mean of the classes' scores, weighted by how often they occur.</summary>
    Weighted,
}
