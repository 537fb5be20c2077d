namespace DeepSharp;

/// <summary>Minimizes a function of all data at once by the quasi-Newton method of limited memory: few, long steps for small and smooth problems.</summary>
/// <remarks>
/// The direction −H · g is had from the last steps and changes of the gradient (two-loop recursion), the step length from a line search that meets the
/// strong Wolfe conditions. The function must give the same value for the same variables, so it must not draw random numbers.
/// Float64 variables reach far smaller gradients than float32 ones. Sources: D. Liu and J. Nocedal 1989; J. Nocedal and S. Wright, Numerical
/// Optimization, 2006, algorithms 3.5, 3.6 and 7.4.
/// </remarks>
/// <example><c>var result = new LBFGS(maxIterations: 200).Minimize(() => (w.Value - 3).Square().Sum(), [w]);</c></example>
/// <param name="maxIterations">Steps at most, 1 or more.</param>
/// <param name="historySize">Steps that are remembered, 1 or more.</param>
/// <param name="gradientTolerance">It has converged when no element of the gradient is larger than this.</param>
/// <param name="changeTolerance">It has converged when a step changes the loss by no more than this part of max(1, |loss|).</param>
/// <param name="maxLineSearchSteps">Evaluations for one step at most, 1 or more.</param>
public sealed class LBFGS(int maxIterations = 100, int historySize = 10, double gradientTolerance = 1e-6, double changeTolerance = 1e-9,
    int maxLineSearchSteps = 25)
{
    private readonly int _maxIterations = Positive(maxIterations, nameof(maxIterations)), _historySize = Positive(historySize, nameof(historySize)),
        _maxLineSearchSteps = Positive(maxLineSearchSteps, nameof(maxLineSearchSteps));

    /// <summary>Changes variables until a function of them is as small as it gets nearby.</summary>
    /// <param name="loss">The function, a scalar tensor; it is traced once and then runs as a program.</param>
    /// <param name="variables">What to change.</param>
    /// <param name="cancellation">Stops after the current step and throws; the variables keep what has been reached.</param>
    /// <returns>How it went; the variables hold the best point.</returns>
    /// <exception cref="DeepSharpException">The function is not finite at the beginning.</exception>
    /// <exception cref="ShapeMismatchException">The function's value is no scalar.</exception>
    public LBFGSResult Minimize(Func<Tensor> loss, IReadOnlyList<Variable> variables, CancellationToken cancellation = default)
    {
        var point = new LossSurface(loss, variables);
        var (x, f, g) = point.Start();
        var history = new QuasiNewtonHistory(_historySize);
        var losses = new List<double> { f };
        for (int iteration = 0; ; iteration++)
        {
            if (g.Max(Math.Abs) <= gradientTolerance) return Result(LBFGSStop.GradientIsSmall);
            if (iteration == _maxIterations) return Result(LBFGSStop.MaxIterations);
            cancellation.ThrowIfCancellationRequested();

            var d = history.Direction(g);
            var step = Search(point, x, f, g, d, history.IsEmpty ? Math.Min(1, 1 / g.Sum(Math.Abs)) : 1);
            if (step is null && !history.IsEmpty)
            {
                // What is remembered may not fit here; straight downhill always leads down, if anything does.
                history.Clear();
                d = history.Direction(g);
                step = Search(point, x, f, g, d, Math.Min(1, 1 / g.Sum(Math.Abs)));
            }
            if (step is not { } length)
            {
                point.MoveTo(x);
                return Result(LBFGSStop.LineSearchFailed);
            }
            var (next, gradient) = (point.Loss, point.Gradient);
            double[] s = [.. d.Select(v => v * length)], y = [.. gradient.Zip(g, (a, b) => a - b)];
            history.Add(s, y);
            double change = Math.Abs(next - f);
            (x, f, g) = ([.. x.Zip(s, (a, b) => a + b)], next, gradient);
            losses.Add(f);
            if (change <= changeTolerance * Math.Max(1, Math.Abs(f))) return Result(LBFGSStop.ChangeIsSmall);
        }

        LBFGSResult Result(LBFGSStop reason) => new(f, g.Max(Math.Abs), losses.Count - 1, point.Evaluations, reason, losses);
    }

    /// <summary>Trains a compiled model on all data at once. Layers behave as in evaluation: nothing is dropped, batch statistics stand still.</summary>
    /// <param name="model">The model, compiled with a loss; its optimizer is not used.</param>
    /// <param name="data">Inputs and targets in tensors.</param>
    /// <param name="cancellation">Stops after the current step and throws.</param>
    /// <returns>How it went; the weights hold the best point.</returns>
    /// <exception cref="DeepSharpException">The model is not compiled, a trained weight has a constraint, or the data is a dataset.</exception>
    public LBFGSResult Minimize(Model model, DataSource data, CancellationToken cancellation = default)
    {
        var loss = model.LossOn(data);
        if (model.TrainableWeights.FirstOrDefault(w => w.Constraint is not null) is { } bound)
            throw new DeepSharpException($"LBFGS cannot keep weights within constraints, but '{bound.Path}' has {bound.Constraint}. Train it with another optimizer.");
        return Minimize(loss, model.TrainableWeights, cancellation);
    }

    private double? Search(LossSurface point, double[] x, double f, double[] g, double[] d, double first) => StrongWolfe.Search(
        t => point.At(x, d, t), f, g.Zip(d, (a, b) => a * b).Sum(), first, _maxLineSearchSteps);

    private static int Positive(int value, string name) => value > 0 ? value
        : throw new InvalidValueException($"LBFGS: {name} must be 1 or more, got {value}.");
}

/// <summary>How a minimization went.</summary>
/// <param name="Loss">The smallest value found.</param>
/// <param name="GradientSize">The largest element of the gradient there.</param>
/// <param name="Iterations">Steps done.</param>
/// <param name="Evaluations">How often value and gradient were worked out.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Losses">The value at the beginning and after each step.</param>
public sealed record LBFGSResult(double Loss, double GradientSize, int Iterations, int Evaluations, LBFGSStop Reason, IReadOnlyList<double> Losses)
{
    /// <summary>Whether a tolerance was reached.</summary>
    public bool Converged => Reason is LBFGSStop.GradientIsSmall or LBFGSStop.ChangeIsSmall;
}

/// <summary>Why a minimization ended.</summary>
public enum LBFGSStop
{
    /// <summary>The gradient is as small as was asked for.</summary>
    GradientIsSmall,

    /// <summary>The loss hardly changes any more.</summary>
    ChangeIsSmall,

    /// <summary>All steps have been done.</summary>
    MaxIterations,

    /// <summary>No step leads further down; where that is no minimum, the numbers' precision is used up.</summary>
    LineSearchFailed,
}
