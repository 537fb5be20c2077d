using System.Text.RegularExpressions;

namespace DeepSharp;

public abstract partial class Optimizer
{
    private readonly HashSet<Variable> _undecayed = [];
    private readonly List<Regex> _undecayedNames = [];

    /// <summary>Leaves variables out of weight decay, for example biases and normalization weights. Call it before training.</summary>
    /// <param name="variables">Variables by themselves.</param>
    /// <param name="names">Regular expressions that are looked for in the variables' paths, for example <c>"bias"</c>.</param>
    /// <exception cref="DeepSharpException">Training has begun.</exception>
    public void ExcludeFromWeightDecay(IEnumerable<Variable>? variables = null, IEnumerable<string>? names = null)
    {
        if (_built.Count > 0)
            throw new DeepSharpException($"{TypeName}.ExcludeFromWeightDecay must be called before the optimizer is built, that is before the first step.");
        _undecayed.UnionWith(variables ?? []);
        _undecayedNames.AddRange((names ?? []).Select(n => new Regex(n, RegexOptions.CultureInvariant)));
    }

    private bool DecaysWeight(Variable variable)
    {
        if (WeightDecay is null or 0 || _undecayed.Contains(variable)) return false;
        string name = variable is Weight { Path.Length: > 0 } weight ? weight.Path : variable.Name;
        return !_undecayedNames.Exists(pattern => pattern.IsMatch(name));
    }
}
