namespace DeepSharp;

/// <summary>A function of variables seen as a function of one vector, with its gradient.</summary>
internal sealed class LossSurface
{
    private readonly IReadOnlyList<Variable> _variables;
    private readonly TracedFunction _program;

    public LossSurface(Func<Tensor> loss, IReadOnlyList<Variable> variables)
    {
        if (variables.Count == 0) throw new DeepSharpException("LBFGS needs variables to change, but got none.");
        _variables = variables;
        _program = new(_ =>
        {
            using var tape = new GradientTape();
            var value = loss();
            if (value.Shape.Rank != 0)
                throw new ShapeMismatchException($"LBFGS minimizes a scalar, but the loss has shape {value.Shape}; take its Sum() or Mean().");
            return [value, .. tape.Gradient(value, variables)];
        });
    }

    /// <summary>How often the function was worked out.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The value where the variables stand.</summary>
    public double Loss { get; private set; }

    /// <summary>The gradient where the variables stand.</summary>
    public double[] Gradient { get; private set; } = [];

    /// <summary>The point where the variables stand, with value and gradient.</summary>
    public (double[] X, double Loss, double[] Gradient) Start()
    {
        Evaluate();
        if (!double.IsFinite(Loss) || Gradient.Any(g => !double.IsFinite(g)))
            throw new DeepSharpException(FormattableString.Invariant($"LBFGS: the loss or its gradient is not finite at the beginning (loss {Loss}). Look for bad values in data and variables."));
        return ([.. _variables.SelectMany(v => v.Value.ToDoubles())], Loss, Gradient);
    }

    /// <summary>Goes to x + t · d; gives the value and the slope along d there.</summary>
    public (double Value, double Slope) At(double[] x, double[] d, double t)
    {
        var there = new double[x.Length];
        for (int i = 0; i < x.Length; i++) there[i] = x[i] + t * d[i];
        MoveTo(there);
        Evaluate();
        double slope = 0;
        for (int i = 0; i < d.Length; i++) slope += Gradient[i] * d[i];
        return (Loss, slope);
    }

    /// <summary>Gives the variables the values of a point.</summary>
    public void MoveTo(double[] x)
    {
        int start = 0;
        foreach (var v in _variables)
        {
            int count = checked((int)v.Shape.Count);
            v.Assign(Tensor.From(x[start..(start + count)], v.Shape).Cast(v.DType));
            start += count;
        }
    }

    private void Evaluate()
    {
        Evaluations++;
        var results = _program.Run();
        Loss = results[0].Item();
        Gradient = [.. results.Skip(1).SelectMany(g => g.ToDoubles())];
    }
}
