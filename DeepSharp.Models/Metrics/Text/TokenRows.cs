namespace DeepSharp;

/// <summary>Texts as rows of token numbers.</summary>
internal static class TokenRows
{
    /// <summary>A number that no token has.</summary>
    public const int Padding = -1;

    /// <summary>
    /// Predictions as token numbers [batch, steps]: themselves, or the most probable of scores [batch, steps, tokens]; masked steps are padding.
    /// </summary>
    /// <exception cref="ShapeMismatchException">They have another number of axes.</exception>
    public static Tensor Predicted(string who, Tensor yPred, int padding)
    {
        if (yPred.Rank is not (2 or 3))
            throw new ShapeMismatchException($"{who} expects predictions [batch, steps] or [batch, steps, tokens] but got {yPred.Shape}.");
        var tokens = (yPred.Rank == 3 ? Ranks.Floating(yPred).ArgMax(-1) : yPred).Cast(DType.Int32);
        return yPred.Mask is { } mask ? Tensor.Where(ElementMask.Fit(who, mask, tokens, "masks"), tokens, Tensor.Scalar(padding, tokens.Device)) : tokens;
    }

    /// <summary>The rows with all tokens before the padding, and how many they are: tokens [batch, steps] and lengths [batch].</summary>
    public static (Tensor Tokens, Tensor Lengths) Packed(Tensor tokens, int padding)
    {
        var counts = tokens.NotEqual(padding).Cast(DType.Int32);
        // Sorting is stable, so tokens keep their order.
        return (tokens.TakeAlongAxis(counts.ArgSort(-1, descending: true), -1), counts.Sum(-1));
    }

    /// <summary>Numbers for the tokens of texts, padded to one length: [texts, longest].</summary>
    public static Tensor Number(IReadOnlyList<IReadOnlyList<string>> texts, Dictionary<string, int> numbers)
    {
        int longest = Math.Max(1, texts.Select(t => t.Count).DefaultIfEmpty(0).Max());
        var rows = new int[texts.Count * longest];
        Array.Fill(rows, Padding);
        foreach (var (i, text) in texts.Index())
            foreach (var (j, token) in text.Index())
            {
                if (!numbers.TryGetValue(token, out int number)) numbers[token] = number = numbers.Count;
                rows[i * longest + j] = number;
            }
        return Tensor.From(rows, [texts.Count, longest]);
    }
}
