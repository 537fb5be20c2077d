namespace DeepSharp;

/// <summary>
/// The states a path goes through, written with ops: blank, first label, blank, second label, …, blank; S = 2n + 1 of them. From a state
/// it stays, goes on by one, or by two where that leaves out a blank between different labels.
/// </summary>
internal sealed class CtcLattice
{
    /// <summary>ln 0, finite so that no difference of two of them is undefined.</summary>
    private const double Nothing = -1e30;

    private readonly Tensor _logP, _classes, _emitted, _skips, _last, _lengths;
    private readonly int _steps, _states;

    /// <summary>Takes the inputs of <see cref="CtcLossOp"/>.</summary>
    public CtcLattice(Tensor[] x, int blank)
    {
        var (logits, labels) = (x[0], x[1].Cast(DType.Int32));
        int batch = logits.Shape[0], n = labels.Shape[1];
        (_steps, _states) = (logits.Shape[1], 2 * n + 1);
        _logP = logits.LogSoftmax();
        _last = (x[2].Cast(DType.Int32) * 2).ExpandDims(-1);
        _lengths = x[3].Cast(DType.Int32).Reshape([batch, 1, 1]);

        var places = Tensor.Arange(0, n, 1, DType.Int32, logits.Device);
        var blanks = Tensor.Full([batch, n], blank, DType.Int32, logits.Device);
        labels = Tensor.Where(places.ExpandDims(0) * 2 < _last, labels, blanks);
        _classes = Tensor.Concat([Tensor.Stack([blanks, labels], 2).Reshape([batch, 2 * n]), Tensor.Full([batch, 1], blank, DType.Int32, logits.Device)], 1);
        // A step by two must end at a label, and not at the one it came from: over a blank that is never so.
        _skips = Tensor.NotEqual(_classes, Shifted(_classes, 2, blank));
        _emitted = _logP.TakeAlongAxis(_classes.ExpandDims(1), 2);
        Known = (Tensor.Arange(0, _steps, 1, DType.Int32, logits.Device).Reshape([1, _steps, 1]) < _lengths).Cast(logits.DType);
    }

    /// <summary>1 at the steps that count, else 0: [batch, steps, 1].</summary>
    public Tensor Known { get; }

    /// <summary>For each step, the last one after all others: ln of the probability of all ways to each state, [batch, states].</summary>
    public List<Tensor> Forward()
    {
        var states = Tensor.Arange(0, _states, 1, DType.Int32, _logP.Device).ExpandDims(0);
        var zero = _logP.ScalarLike(0);
        // Before the first step a path stands at the first blank, from where it can go to the first two states.
        var alpha = Tensor.Where(states.BroadcastTo([_logP.Shape[0], _states]).Equal(0), zero, _logP.ScalarLike(Nothing));
        var all = new List<Tensor> { alpha };
        for (int t = 0; t < _steps; t++)
        {
            var next = Join(alpha, Shifted(alpha, 1, Nothing), Skipped(Shifted(alpha, 2, Nothing), _skips)) + Emitted(t);
            all.Add(alpha = Tensor.Where(Counts(t), next, alpha));
        }
        return all;
    }

    /// <summary>ln of the probability of all paths that end rightly: [batch].</summary>
    public Tensor Total(Tensor alpha) => Tensor.Where(Ends(), alpha, alpha.ScalarLike(Nothing)).LogSumExp(-1);

    /// <summary>How probable each class is at each step among the paths that give the label: [batch, steps, classes].</summary>
    public Tensor Occupancy()
    {
        var forward = Forward();
        var total = Total(forward[^1]).ExpandDims(-1);
        var beta = Tensor.Where(Ends(), _logP.ScalarLike(0), _logP.ScalarLike(Nothing));
        var ahead = Shifted(_skips.Cast(DType.Int32), -2, 0).NotEqual(0);
        var steps = new Tensor[_steps];
        for (int t = _steps - 1; t >= 0; t--)
        {
            steps[t] = (forward[t + 1] + beta - total).Exp();
            var on = beta + Emitted(t);
            beta = Tensor.Where(Counts(t), Join(on, Shifted(on, -1, Nothing), Skipped(Shifted(on, -2, Nothing), ahead)), beta);
        }
        var shares = Tensor.Stack(steps, 1) * Known;
        return new ScatterAddAlongAxisOp(2, _logP.Shape[2]).Apply(_classes.ExpandDims(1).BroadcastTo(shares.Shape), shares);
    }

    private Tensor Emitted(int step) => _emitted.Slice(1, step..(step + 1)).Squeeze(1);

    private Tensor Counts(int step) => (_lengths > step).Squeeze(-1);

    /// <summary>Whether a path may end at a state: the last label or the blank behind it.</summary>
    private Tensor Ends()
    {
        var behind = _last - Tensor.Arange(0, _states, 1, DType.Int32, _logP.Device).ExpandDims(0);
        return (behind.Equal(0).Cast(DType.Int32) + behind.Equal(1).Cast(DType.Int32)).NotEqual(0);
    }

    private static Tensor Skipped(Tensor x, Tensor allowed) => Tensor.Where(allowed, x, x.ScalarLike(Nothing));

    /// <summary>Moved by some states to the end, or to the front where negative.</summary>
    private static Tensor Shifted(Tensor x, int by, double fill)
    {
        int n = x.Shape[1], keep = Math.Max(0, n - Math.Abs(by));
        var gap = Tensor.Full([x.Shape[0], n - keep], fill, x.DType, x.Device);
        return by > 0 ? Tensor.Concat([gap, x.Slice(1, 0..keep)], 1) : Tensor.Concat([x.Slice(1, (n - keep)..n), gap], 1);
    }

    /// <summary>ln (eᵃ + eᵇ + eᶜ).</summary>
    private static Tensor Join(Tensor a, Tensor b, Tensor c)
    {
        var largest = Tensor.Maximum(Tensor.Maximum(a, b), c).StopGradient();
        return ((a - largest).Exp() + (b - largest).Exp() + (c - largest).Exp()).Log() + largest;
    }
}
