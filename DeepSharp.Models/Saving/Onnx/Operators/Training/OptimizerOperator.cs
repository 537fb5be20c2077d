namespace DeepSharp.Onnx;

/// <summary>An optimizer's step as an operator: inputs rate, number of the step, then the weights, their gradients and states; outputs new weights and
/// states.</summary>
internal abstract class OptimizerOperator : OnnxOperator
{
    /// <inheritdoc/>
    public sealed override string Domain => "ai.onnx.preview.training";

    /// <summary>States for each weight.</summary>
    protected abstract int States { get; }

    /// <inheritdoc/>
    public sealed override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        int count = (x.Count - 2) / (2 + States);
        if (x.Count - 2 != count * (2 + States) || count < 1) throw node.Invalid($"it has {x.Count} inputs; expected 2 and {2 + States} for each weight");
        var results = new OnnxValue[count * (1 + States)];
        for (int i = 0; i < count; i++)
        {
            var states = Enumerable.Range(0, States).Select(s => x.Tensor(2 + (2 + s) * count + i)).ToArray();
            var step = Step(node, x.Tensor(0), x.Tensor(1), x.Tensor(2 + i),
                x.Tensor(2 + count + i) + x.Tensor(2 + i) * node.Float("norm_coefficient", 0), states);
            for (int s = 0; s <= States; s++) results[s * count + i] = step[s];
        }
        return results;
    }

    /// <summary>The new weight and its new states.</summary>
    /// <param name="node">The node.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="number">How many steps have been made before.</param>
    /// <param name="w">The weight.</param>
    /// <param name="g">Its gradient, with that of the penalty on its square.</param>
    /// <param name="states">Its states.</param>
    protected abstract Tensor[] Step(OnnxNode node, Tensor rate, Tensor number, Tensor w, Tensor g, Tensor[] states);
}

/// <summary>Adagrad with a rate that decays.</summary>
internal sealed class AdagradOperator : OptimizerOperator
{
    protected override int States => 1;

    protected override Tensor[] Step(OnnxNode node, Tensor rate, Tensor number, Tensor w, Tensor g, Tensor[] states)
    {
        var slowed = rate / (number.Cast(rate.DType) * node.Float("decay_factor", 0) + 1);
        var squares = states[0] + g * g;
        return [w - slowed * g / (squares.Sqrt() + node.Float("epsilon", 1e-6)), squares];
    }
}

/// <summary>Adam.</summary>
internal sealed class AdamOperator : OptimizerOperator
{
    protected override int States => 2;

    protected override Tensor[] Step(OnnxNode node, Tensor rate, Tensor number, Tensor w, Tensor g, Tensor[] states)
    {
        double alpha = node.Float("alpha", 0.9), beta = node.Float("beta", 0.999);
        var (mean, square) = (states[0] * alpha + g * (1 - alpha), states[1] * beta + g * g * (1 - beta));
        var t = number.Cast(w.DType);
        // No correction before the first step.
        var corrected = rate * (1 - t.ScalarLike(beta).Pow(t)).Sqrt() / (1 - t.ScalarLike(alpha).Pow(t));
        var used = Tensor.Where(t > 0, corrected, rate);
        return [(w - used * mean / (square.Sqrt() + node.Float("epsilon", 1e-6))) * (1 - node.Float("norm_coefficient_post", 0)), mean, square];
    }
}

/// <summary>Gradient descent with momentum, plain or with Nesterov's look-ahead.</summary>
internal sealed class MomentumOperator : OptimizerOperator
{
    protected override int States => 1;

    protected override Tensor[] Step(OnnxNode node, Tensor rate, Tensor number, Tensor w, Tensor g, Tensor[] states)
    {
        double alpha = node.Float("alpha", 0), beta = node.Float("beta", 1);
        var share = Tensor.Where(number > 0, rate.ScalarLike(beta), rate.ScalarLike(1));
        var v = states[0] * alpha + g * share;
        return [w - rate * (node.Choice("mode", "standard", "standard", "nesterov") == "standard" ? v : g + v * alpha), v];
    }
}
