namespace DeepSharp;

/// <summary>Adds up the work of ops by layer and by name while it is open.</summary>
internal sealed class ProfileRecorder : OpObserver
{
    private readonly Dictionary<(string Path, bool Backward), WorkProfile> _layers = [];
    private readonly Dictionary<string, WorkProfile> _ops = [];
    private readonly Dictionary<string, (Layer Layer, Shape Output)> _called = [];
    private readonly List<string> _order = [];
    private readonly LayerObserver _observer;

    public ProfileRecorder() => _observer = new((layer, path, _, outputs) =>
    {
        if (!_called.ContainsKey(path)) _order.Add(path);
        _called[path] = (layer, outputs[0].Shape);
    });

    /// <summary>The means over so many runs.</summary>
    public ModelProfile Result(Model model, int batch, bool isTraining, int runs)
    {
        WorkProfile Work(string path, bool backward) => _layers.GetValueOrDefault((path, backward)).Over(runs);
        string Inside(string path) => path.Contains('/') ? path[(path.IndexOf('/') + 1)..] : "";
        LayerProfile Profile(string path)
        {
            var (layer, output) = _called[path];
            return new(Inside(path), layer.TypeName, output, layer.OwnWeights.Sum(w => w.Shape.Count), Work(path, false), Work(path, true));
        }
        // Models only pass tensors on.
        var layers = _order.Where(p => Inside(p).Length > 0 && (_called[p].Layer is not Model || _layers.Keys.Any(k => k.Path == p))).Select(Profile);
        var outside = new[] { "", model.Name };
        WorkProfile Outside(bool backward) => outside.Select(p => Work(p, backward)).Aggregate((a, b) => a + b);
        return new(
            model.Name, batch, isTraining, [.. layers, new("", "", null, 0, Outside(false), Outside(true))],
            [.. _ops.Select(o => new OpProfile(o.Key, o.Value.Over(runs))).OrderByDescending(o => o.Work.Time)]);
    }

    protected override void Ran(Op op, ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs, TimeSpan time)
    {
        var cost = op.Cost(inputs, outputs);
        var work = new WorkProfile(1, time, cost.Flops, cost.Bytes);
        var scope = OpScope.Current;
        _layers[(scope.Path, scope.Backward)] = _layers.GetValueOrDefault((scope.Path, scope.Backward)) + work;
        _ops[op.Name] = _ops.GetValueOrDefault(op.Name) + work;
    }

    public void Stop()
    {
        _observer.Dispose();
        Dispose();
    }
}
