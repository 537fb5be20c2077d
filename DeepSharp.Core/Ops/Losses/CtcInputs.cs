namespace DeepSharp;

/// <summary>The shape rule of connectionist temporal classification.</summary>
internal static class CtcInputs
{
    /// <summary>Checks logits, labels and lengths; gives the spec of one number a sample.</summary>
    public static TensorSpec Infer(string who, ReadOnlySpan<TensorSpec> inputs, int blank)
    {
        var (logits, labels) = (inputs[0], inputs[1]);
        Domains.Require(who, FnDomain.Floating, logits.DType);
        string[] names = ["labels", "label lengths", "logit lengths"];
        for (int i = 1; i < 4; i++)
            if (inputs[i].DType is not (DType.Int32 or DType.Int64))
                throw new DTypeMismatchException($"[{who}] {names[i - 1]} must be int32 or int64 but are {inputs[i]}. Cast them.");
        if (logits.Shape.Rank != 3 || labels.Shape.Rank != 2 || !labels.Shape[..1].Matches(logits.Shape[..1]))
            throw new ShapeMismatchException(
                $"[{who}] expects logits [batch, steps, classes] and labels [batch, length] but got {logits.Shape} and {labels.Shape}.");
        foreach (int i in (ReadOnlySpan<int>)[2, 3])
            if (!inputs[i].Shape.Matches(logits.Shape[..1]))
                throw new ShapeMismatchException($"[{who}] {names[i - 1]} must be one a sample, {logits.Shape[..1]}, but are {inputs[i].Shape}.");
        if (blank < 0 || logits.Shape[2] != Dim.Any && blank >= logits.Shape[2])
            throw new InvalidValueException($"[{who}] the blank {blank} is not one of the {logits.Shape[2]} classes.");
        return new(logits.Shape[..1], logits.DType);
    }
}
