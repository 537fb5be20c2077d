namespace DeepSharp;

/// <summary>Differentiates a scan by another scan that runs the other way.</summary>
/// <remarks>
/// The backward step is derived from the body's ops: it takes the states of its time step and the results of costly ops from the forward
/// scan, works out the cheap ones again, and pulls the gradients through. The gradients of the states are its states, those of the
/// sequences its outputs. The gradient of a captured tensor is summed up as a further state, but where it is a sum of products aᵀ · b, as
/// for every dense weight, a and b are put out and one product over all time steps together follows the scan.
/// </remarks>
internal sealed class ScanGradient
{
    private readonly ScanOp _op;
    private readonly ScanBody _body;
    private readonly GradientScope _scope;
    private readonly Tensor[] _outputs;
    private readonly int[] _states, _sequences, _captured, _arriving;

    public ScanGradient(ScanOp op, GradientScope scope)
    {
        (_op, _scope) = (op, scope);
        _body = op.Body.Keeping(op.States);
        _outputs = _body == op.Body ? [.. scope.Ys] : (op with { Body = _body }).ApplyAll([.. scope.Xs]);
        int sequences = op.States + op.Sequences;
        bool Floating(int input) => scope.Xs[input].DType.IsFloating;
        _states = [.. Enumerable.Range(0, op.States).Where(Floating)];
        _sequences = [.. Enumerable.Range(op.States, op.Sequences).Where(i => scope.Needs(i) && Floating(i))];
        _captured = [.. Enumerable.Range(sequences, op.Body.Inputs - sequences).Where(i => scope.Needs(i) && Floating(i))];
        _arriving = [.. Enumerable.Range(op.States, scope.Ys.Count - op.States).Where(k => scope.Dys[k] is not null)];
    }

    /// <summary>The gradients with respect to the scan's inputs.</summary>
    public Tensor?[] Run()
    {
        var kept = Kept();
        var ends = _states.Select(i => _scope.Dys[i] ?? Zeros(_scope.Xs[i]));
        var sums = _captured.Select(i => Zeros(_scope.Xs[i]));
        int forward = _op.States + _op.Sequences;
        Tensor[] states = [.. ends, .. sums];
        Tensor[] sequences = [.. _arriving.Select(k => _scope.Dys[k]!), .. kept.Values, .. _scope.Xs.Take(forward).Skip(_op.States)];
        Tensor[] captured = [.. _scope.Xs.Skip(forward)];
        TensorSpec[] inputs = [.. states.Select(t => t.Spec), .. sequences.Select(t => ScanOp.SliceOf(t.Spec)), .. captured.Select(t => t.Spec)];

        var products = new List<Product>();
        var (body, more) = ScanTrace.RecordStep(states.Concat(sequences).First().Device, inputs, x => Step(x, [.. kept.Keys], products));
        var results = new ScanOp(body, states.Length, sequences.Length, !_op.Reverse).ApplyAll([.. states, .. sequences, .. captured, .. more]);

        var gradients = new Tensor?[_scope.Xs.Count];
        foreach (var (k, i) in _states.Index()) gradients[i] = results[k];
        foreach (var (k, i) in _sequences.Index()) gradients[i] = results[states.Length + k];
        // A sum that passes through unchanged has no terms: all of them are products.
        foreach (var (k, i) in _captured.Index())
            if (body.Outputs[_states.Length + k] != _states.Length + k) gradients[i] = results[_states.Length + k];
        Tensor Factor(int place) => Together(place < 0 ? sequences[~place] : results[states.Length + place]);
        foreach (var (input, a, b) in products)
        {
            var product = Factor(a).MatMul(Factor(b), transposeA: true);
            gradients[input] = gradients[input] is { } sum ? sum + product : product;
        }
        return gradients;
    }

    /// <summary>A part aᵀ · b of a captured tensor's gradient: which input, and which outputs of the backward scan hold the factors; ~n stands for
    /// its sequence n.</summary>
    private readonly record struct Product(int Input, int A, int B);

    /// <summary>The values of the body that the forward scan put out, and their sequences.</summary>
    private Dictionary<int, Tensor> Kept()
    {
        var kept = new Dictionary<int, Tensor>();
        for (int k = _op.States; k < _body.Outputs.Count; k++) kept.TryAdd(_body.Outputs[k], _outputs[k]);
        return kept;
    }

    /// <summary>One step backwards: gradients of the states after the step to those before it.</summary>
    private Tensor[] Step(Tensor[] x, int[] kept, List<Product> products)
    {
        products.Clear();
        int at = 0;
        Tensor[] Take(int count) => x[at..(at += count)];
        var (ends, sums, arriving, saved) = (Take(_states.Length), Take(_captured.Length), Take(_arriving.Length), Take(kept.Length));
        var (slices, captured) = (Take(_op.Sequences), x[at..]);
        var known = kept.Zip(saved).ToDictionary(p => p.First, p => p.Second);

        using var tape = new GradientTape();
        var values = Forward([.. Enumerable.Range(0, _op.States).Select(i => known[i]), .. slices, .. captured], known, tape);
        Tensor[] targets = [.. _states.Concat(_arriving).Select(k => values[_body.Outputs[k]])];
        Tensor[] sources = [.. _states.Concat(_sequences).Concat(_captured).Select(i => values[i])];
        var gradients = tape.Pull(targets, [.. ends, .. arriving], sources);

        var outputs = _sequences.Select((_, k) => gradients[_states.Length + k] ?? Zeros(sources[_states.Length + k])).ToList();
        int Place(Tensor factor)
        {
            int given = Array.IndexOf(x, factor, ends.Length + sums.Length, x.Length - ends.Length - sums.Length - captured.Length);
            if (given >= 0) return ~(given - ends.Length - sums.Length);
            if (!outputs.Contains(factor)) outputs.Add(factor);
            return outputs.IndexOf(factor);
        }
        var states = _states.Select((_, k) => gradients[k] ?? Zeros(sources[k])).ToList();
        foreach (var (k, i) in _captured.Index())
        {
            var sum = sums[k];
            foreach (var term in Terms(gradients[_states.Length + _sequences.Length + k]))
                if (Factors(term) is var (a, b)) products.Add(new(i, Place(a), Place(b)));
                else sum = sum + term;
            states.Add(sum);
        }
        return [.. states, .. outputs];
    }

    /// <summary>All values of the body, on a tape: kept ones as they are, the others worked out again.</summary>
    private List<Tensor> Forward(Tensor[] inputs, Dictionary<int, Tensor> known, GradientTape tape)
    {
        var values = _body.Start(inputs);
        foreach (int i in _states.Concat(_sequences).Concat(_captured)) tape.Watch(values[i]);
        foreach (var step in _body.Steps)
        {
            var operands = step.Of(values);
            var numbers = Enumerable.Range(values.Count, step.Outputs);
            if (numbers.All(known.ContainsKey))
            {
                Tensor[] results = [.. numbers.Select(n => known[n])];
                GradientTape.Record(step.Op, operands, results);
                values.AddRange(results);
            }
            else values.AddRange(step.Op.ApplyAll(operands));
        }
        return values;
    }

    private static Tensor Zeros(Tensor like) => Tensor.Zeros(like.Shape, like.DType, like.Device);

    /// <summary>A sequence [time, batch, …] as one batch.</summary>
    private static Tensor Together(Tensor x) => x.Reshape([x.Shape[0] * x.Shape[1], x.Shape[2]]);

    /// <summary>A sum taken apart.</summary>
    private static IEnumerable<Tensor> Terms(Tensor? sum) => sum is null ? []
        : ((ScanTrace)Trace.Current!).MakerOf(sum) is { Op: BinaryOp<AddFn> } add && Array.TrueForAll(add.Inputs, t => t.Shape == sum.Shape)
            ? add.Inputs.SelectMany(Terms) : [sum];

    /// <summary>The factors of a product aᵀ · b over the batch, if the tensor is one.</summary>
    private static (Tensor A, Tensor B)? Factors(Tensor term) =>
        ((ScanTrace)Trace.Current!).MakerOf(term) is { Op: MatMulOp { TransposeA: true, TransposeB: false }, Inputs: [{ Rank: 2 } a, { Rank: 2 } b] }
            ? (a, b)
            : null;
}
