using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>Records ops while it is open and differentiates through them afterwards (reverse mode).</summary>
/// <remarks>
/// Trainable variables are watched by themselves; other tensors after <see cref="Watch"/>. Gradients are made of ops, so a tape
/// around another tape's <c>Gradient</c> gives second derivatives, and so on for any order.
/// Works the same on real tensors and inside a traced step. A tape belongs to the thread that made it.
/// </remarks>
public sealed class GradientTape : IDisposable
{
    [ThreadStatic] private static List<GradientTape>? s_open;

    private readonly List<Entry> _entries = [];
    private readonly HashSet<Tensor> _watched = new(ReferenceComparer.Instance);
    private readonly bool _persistent;
    private bool _paused, _used;

    /// <summary>Opens a tape on this thread; disposing it ends the recording, not the tape.</summary>
    /// <param name="persistent">Allows several <c>Gradient</c> calls, also recorded while the tape is open.</param>
    public GradientTape(bool persistent = false)
    {
        _persistent = persistent;
        (s_open ??= []).Add(this);
    }

    private sealed record Entry(Op Op, Tensor[] Inputs, Tensor[] Outputs, OpScope Scope);

    /// <summary>Starts to follow tensors.</summary>
    public void Watch(params ReadOnlySpan<Tensor> tensors)
    {
        foreach (var t in tensors) _watched.Add(t);
    }

    /// <summary>The gradients of a target (its elements are summed) with respect to variables, in their order; zeros where it does not depend on one.</summary>
    public Tensor[] Gradient(Tensor target, IReadOnlyList<Variable> sources)
    {
        var tensors = sources.Select(v => Trace.Current is { } t ? t.Read(v) : v.Cell).ToArray();
        var gradients = Gradient(target, tensors);
        return [.. gradients.Select((g, i) => g ?? Tensor.Zeros(sources[i].Shape, sources[i].DType, tensors[i].Device))];
    }

    /// <summary>The gradients of a target (its elements are summed) with respect to tensors; null where it does not depend on one.</summary>
    /// <exception cref="NoGradientException">The tape is used up, or an op on the way has no gradient.</exception>
    public Tensor?[] Gradient(Tensor target, IReadOnlyList<Tensor> sources, Tensor? seed = null)
    {
        if (_used && !_persistent)
            throw new NoGradientException("This tape has given its gradient already. Make it with new GradientTape(persistent: true) to ask it again.");
        if (!target.DType.IsFloating)
            throw new NoGradientException($"A gradient needs a floating-point target, but this one is {target.Spec}.");
        _used = true;
        bool paused = _paused;
        _paused = !_persistent || paused;
        try
        {
            return Differentiate([target], [seed ?? Tensor.Ones(target.Shape, target.DType, target.Device)], sources);
        }
        finally
        {
            _paused = paused;
        }
    }

    /// <summary>The gradient with respect to one tensor.</summary>
    /// <exception cref="NoGradientException">The target does not depend on it.</exception>
    public Tensor Gradient(Tensor target, Tensor source) => Gradient(target, [source])[0]
        ?? throw new NoGradientException("The target does not depend on this tensor, or the tape did not watch it: call tape.Watch(x) before using x.");

    /// <summary>The gradients of several targets at once, each with the gradient that arrives at it; the tape records nothing after that.</summary>
    internal Tensor?[] Pull(Tensor[] targets, Tensor?[] arriving, IReadOnlyList<Tensor> sources)
    {
        _paused = true;
        return Differentiate(targets, arriving, sources);
    }

    /// <summary>Whether an open tape follows this tensor.</summary>
    internal static bool IsFollowed(Tensor t) => s_open is not null && s_open.Exists(tape => tape._watched.Contains(t));

    /// <summary>Stops recording.</summary>
    public void Dispose() => s_open?.Remove(this);

    /// <summary>Whether any tape is open on this thread.</summary>
    internal static bool IsRecording => s_open is { Count: > 0 };

    internal static void AutoWatch(Tensor value)
    {
        if (s_open is null) return;
        foreach (var tape in s_open) tape._watched.Add(value);
    }

    internal static void Record(Op op, Tensor[] inputs, Tensor[] outputs)
    {
        if (s_open is null || s_open.Count == 0) return;
        foreach (var tape in s_open)
        {
            if (tape._paused || !Array.Exists(inputs, tape._watched.Contains)) continue;
            tape._entries.Add(new(op, inputs, outputs, OpScope.Current));
            foreach (var y in outputs) if (y.DType.IsFloating) tape._watched.Add(y);
        }
    }

    /// <summary>Runs an action that no open tape records.</summary>
    internal static T Unrecorded<T>(Func<T> run)
    {
        var open = s_open;
        s_open = null;
        try { return run(); }
        finally { s_open = open; }
    }

    private Tensor?[] Differentiate(Tensor[] targets, Tensor?[] seeds, IReadOnlyList<Tensor> sources)
    {
        var needed = DependentsOf(sources);
        var gradients = new Dictionary<Tensor, Tensor>(ReferenceComparer.Instance);
        for (int i = 0; i < targets.Length; i++)
            if (seeds[i] is { } seed) Accumulate(gradients, targets[i], seed);
        for (int e = _entries.Count - 1; e >= 0; e--)
        {
            var (op, x, y) = (_entries[e].Op, _entries[e].Inputs, _entries[e].Outputs);
            if (!Array.Exists(y, gradients.ContainsKey) || !Array.Exists(y, needed.Contains)) continue;
            var dy = Array.ConvertAll(y, t => gradients.GetValueOrDefault(t));
            var needs = Array.ConvertAll(x, t => needed.Contains(t) && t.DType.IsFloating);
            if (!Array.Exists(needs, n => n)) continue;
            _entries[e].Scope.Gradient().Run(() =>
            {
                var dx = op.Gradient(new(x, y, dy, needs)) ?? ThroughComposition(op, x, dy);
                for (int i = 0; i < x.Length; i++)
                    if (needs[i] && dx[i] is { } g) Accumulate(gradients, x[i], g);
                return dx;
            });
            foreach (var t in y)
                if (!sources.Contains(t, ReferenceComparer.Instance)) gradients.Remove(t);
        }
        return [.. sources.Select(s => gradients.GetValueOrDefault(s))];
    }

    /// <summary>All tensors on the tape that depend on a source.</summary>
    private HashSet<Tensor> DependentsOf(IReadOnlyList<Tensor> sources)
    {
        var set = new HashSet<Tensor>(sources, ReferenceComparer.Instance);
        foreach (var entry in _entries)
            if (Array.Exists(entry.Inputs, set.Contains))
                foreach (var y in entry.Outputs) set.Add(y);
        return set;
    }

    /// <summary>Adds a gradient, undoing broadcasting and promotion.</summary>
    private static void Accumulate(Dictionary<Tensor, Tensor> gradients, Tensor x, Tensor g)
    {
        if (g.Shape != x.Shape) g = g.SumTo(x.Shape);
        if (g.DType != x.DType) g = g.Cast(x.DType);
        if (!gradients.TryGetValue(x, out var sum))
        {
            gradients[x] = g;
            return;
        }
        gradients[x] = sum + g;
        if (sum.RowIds is { } some && g.RowIds is { } more) gradients[x].RowIds = [.. some, .. more];
    }

    /// <summary>Differentiates an op's composition by running it again on a tape of its own.</summary>
    private static Tensor?[] ThroughComposition(Op op, Tensor[] x, Tensor?[] dy)
    {
        using var tape = new GradientTape();
        var inner = Array.ConvertAll(x, t => t.Alias());
        tape.Watch(inner);
        var outputs = op.Compose(inner) ?? throw new NoGradientException($"Op '{op.Name}' has no gradient. Use StopGradient() on the way if none is wanted.");
        return tape.Pull(outputs, dy, inner);
    }

    private sealed class ReferenceComparer : IEqualityComparer<Tensor>
    {
        public static readonly ReferenceComparer Instance = new();

        public bool Equals(Tensor? a, Tensor? b) => ReferenceEquals(a, b);

        public int GetHashCode(Tensor t) => RuntimeHelpers.GetHashCode(t);
    }
}
