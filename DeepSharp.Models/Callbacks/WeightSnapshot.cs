namespace DeepSharp;

/// <summary>All weights of a model at one time. It costs no copy until training changes them.</summary>
internal sealed class WeightSnapshot(Model model)
{
    private readonly (Variable Variable, Tensor Value)[] _values = [.. model.Weights.Select(w => ((Variable)w, w.Value))];

    public void Restore()
    {
        foreach (var (variable, value) in _values) variable.Assign(value);
    }
}
