namespace DeepSharp;

/// <summary>Which function turned scores into probabilities.</summary>
internal enum LogitsOf
{
    /// <summary>Softmax over the last axis.</summary>
    Softmax,

    /// <summary>The logistic function.</summary>
    Sigmoid,
}

/// <summary>What a final softmax or sigmoid was applied to. A loss may only use it for the function it belongs to.</summary>
/// <param name="Scores">The function's input.</param>
/// <param name="Function">The function.</param>
internal sealed record Logits(Tensor Scores, LogitsOf Function);
