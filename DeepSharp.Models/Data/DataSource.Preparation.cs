namespace DeepSharp;

public sealed partial class DataSource
{
    /// <summary>Throws if a floating-point input, target or weight holds NaN or infinity; a dataset is checked as it is read.</summary>
    /// <returns>The data, checked or with the check put in front.</returns>
    /// <exception cref="InvalidValueException">It does; the message names tensor, sample and value.</exception>
    public DataSource RequireFinite()
    {
        if (Dataset is { } dataset)
            return new(dataset.Map(e =>
            {
                CheckFinite(e.X, e.Y, e.SampleWeights, dataset.IsBatched);
                return e;
            }));
        CheckFinite(X, Y, SampleWeights, batched: true);
        return this;
    }

    private static void CheckFinite(Tensor[] x, Tensor[] y, Tensor[] weights, bool batched)
    {
        foreach (var (kind, tensors) in new[] { ("input", x), ("target", y), ("sample weight", weights) })
            foreach (var (i, t) in tensors.Index())
            {
                if (!t.DType.IsFloating) continue;
                var values = t.ToDoubles();
                int at = Array.FindIndex(values, v => !double.IsFinite(v));
                if (at < 0) continue;
                long perSample = batched ? t.Count / t.Length : t.Count;
                throw new InvalidValueException(
                    $"The data holds {values[at]}: {kind} {i}, sample {at / perSample}, element {at % perSample} (shape {t.Shape}). "
                    + "Clean the data, or train without checkData.");
            }
    }

    /// <summary>The data in the order of a model's inputs and outputs.</summary>
    internal DataSource For(Model model)
    {
        if (InputNames is null) return this;
        Tensor[] Order(string kind, string[] names, Tensor[] tensors, IReadOnlyList<SymbolicTensor> wanted)
        {
            var by = names.Zip(tensors).ToDictionary(p => p.First, p => p.Second);
            var known = wanted.Select(w => w.Layer.Name).ToArray();
            if (by.Keys.Except(known).FirstOrDefault() is { } stranger)
                throw new DeepSharpException($"Model '{model.Name}' has no {kind} '{stranger}'{KnownNames.Instead(stranger, known, "it has")}.");
            if (known.Except(by.Keys).FirstOrDefault() is { } missing)
                throw new DeepSharpException($"Data for {kind} '{missing}' of model '{model.Name}' is missing.");
            return [.. known.Select(n => by[n])];
        }
        return new(Order("input", InputNames, X, model.Inputs), TargetNames!.Length == 0 ? [] : Order("output", TargetNames, Y, model.Outputs), SampleWeights);
    }

    /// <summary>The data with sample weights that follow from each sample's class.</summary>
    internal DataSource WithClassWeights(IReadOnlyDictionary<int, double> weights)
    {
        Tensor[] Weights(Tensor[] y, Tensor[] existing, bool batched) => y.Length == 1
            ? [ClassWeights.Of(y[0], existing.FirstOrDefault(), weights, batched)]
            : throw new DeepSharpException($"Class weights need exactly one target, but the data has {y.Length}. Give sample weights instead.");
        return Dataset is { } dataset
            ? new(dataset.Map(e => e with { SampleWeights = Weights(e.Y, e.SampleWeights, dataset.IsBatched) }))
            : new(X, Y, Weights(Y, SampleWeights, batched: true));
    }
}
