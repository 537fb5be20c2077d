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
    public virtual void ExcludeFromWeightDecay(IEnumerable<Variable>? variables = null, IEnumerable<string>? names = null)
    {
        if (_built.Count > 0)
            throw new DeepSharpException($"{TypeName}.ExcludeFromWeightDecay must be called before the optimizer is built, that is before the first step.");
        _undecayed.UnionWith(variables ?? []);
        _undecayedNames.AddRange((names ?? []).Select(n => new Regex(n, RegexOptions.CultureInvariant)));
    }

    /// <summary>Decays one variable before its update: w ← w − w · weightDecay · learningRate.</summary>
    private void Decay(Variable variable, Tensor learningRate)
    {
        if (IsDecayed(variable) && DecayOf(variable) is { } decay and not 0) variable.Assign(variable.Value - variable.Value * (learningRate * decay));
    }

    /// <summary>The weight decay for a variable; null for none.</summary>
    private protected virtual double? DecayOf(Variable variable) => WeightDecay;

    /// <summary>Whether a variable has not been left out of weight decay.</summary>
    private protected bool IsDecayed(Variable variable) =>
        !_undecayed.Contains(variable) && !_undecayedNames.Exists(pattern => pattern.IsMatch(PathOf(variable)));

    /// <summary>The path of a model's weight, the name of any other variable.</summary>
    private protected static string PathOf(Variable variable) => variable is Weight { Path.Length: > 0 } weight ? weight.Path : variable.Name;
}
