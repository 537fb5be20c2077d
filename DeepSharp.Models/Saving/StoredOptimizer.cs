namespace DeepSharp;

/// <summary>Whether the state of an optimizer that a file of Keras holds fits the optimizer of a model.</summary>
internal static class StoredOptimizer
{
    /// <summary>Makes the slots of a model that was just read and compiled where the file has them.</summary>
    /// <returns>Whether the file's state fits; if not, the optimizer begins anew, and a warning says so, as in Keras.</returns>
    public static bool Resumes(Model model, List<StoredTensor> state)
    {
        if (state.Count == 0) return false;
        BuildFor(model, state);
        if (Difference(model, state) is not { } fault) return true;
        Warnings.Say($"The optimizer {model.Optimizer.TypeName} of model '{model.Name}' begins anew: {fault}. Layers may have been frozen after training.");
        return false;
    }

    /// <summary>As <see cref="Resumes"/>, for a model that is there and whose optimizer may be another one.</summary>
    /// <param name="model">The model; it is compiled.</param>
    /// <param name="store">The file's tensors.</param>
    /// <param name="state">The optimizer's state among them.</param>
    /// <param name="optimized">The weights that the file has slots for, where it says so.</param>
    /// <returns>Whether the file's state fits; if not, the optimizer keeps its own, and a warning says so.</returns>
    public static bool Fits(Model model, IWeightStore store, List<StoredTensor> state, IReadOnlyList<string>? optimized)
    {
        if (state.Count == 0) return false;
        string? fault = store.OptimizerName is { } name && Plain(name) != Plain(model.Optimizer.Name)
            ? $"the file has the state of an optimizer named '{name}', but it is named '{model.Optimizer.Name}'" : null;
        if (fault is null)
        {
            BuildFor(model, state);
            fault = Difference(model, state);
            if (fault is null && optimized is not null && !model.OptimizedPaths().SequenceEqual(optimized))
                fault = "the file has state for other weights, or for the same in another order";
        }
        if (fault is not null) Warnings.Say($"The optimizer {model.Optimizer.TypeName} of model '{model.Name}' keeps its own state: {fault}.");
        return fault is null;
    }

    // Keras has SGD, rmsprop and adamw where others are in snake case.
    private static string Plain(string name) => name.Replace("_", "").ToLowerInvariant();

    // A model that was compiled but never trained has only the step counter and the learning rate.
    private static void BuildFor(Model model, List<StoredTensor> state)
    {
        if (state.Count > model.Optimizer.Variables.Count) model.Optimizer.Build(model.TrainableWeights);
    }

    private static string? Difference(Model model, List<StoredTensor> state)
    {
        var own = model.StateEntries().Where(e => StateMatch.IsOptimizer(e.Path)).ToDictionary(e => e.Path, e => e.Variable);
        if (state.Count != own.Count) return $"the file has {state.Count} variables of its state, but it has {own.Count}";
        return state.Find(s => !own.TryGetValue(s.Name, out var v) || v.Shape != s.Shape) is { } other
            ? $"the file has '{other.Name}' of shape {other.Shape}, but it has {own.GetValueOrDefault(other.Name)?.Shape.ToString() ?? "none"}" : null;
    }
}
