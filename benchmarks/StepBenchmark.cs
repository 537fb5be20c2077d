using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>Whole training and inference steps through the public API: forward, backward and Adam, for the models of the comparison.</summary>
[ShortRunJob]
public class StepBenchmark
{
    private Model _model = null!;
    private DataSource _batch = null!, _inputs = null!;

    /// <summary>The model.</summary>
    [ParamsSource(nameof(Names))]
    public string Case { get; set; } = "";

    /// <summary>The models there are.</summary>
    public static IEnumerable<string> Names => StepCases.All.Select(c => c.Name);

    /// <summary>Makes the model and a batch of noise, and traces both steps.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var chosen = StepCases.All.Single(c => c.Name == Case);
        var (x, y) = chosen.Batch();
        (_model, _batch, _inputs) = (chosen.Compiled(), (x, y), x);
        Train();
        Predict();
    }

    /// <summary>One training step.</summary>
    [Benchmark]
    public Logs Train() => _model.TrainOnBatch(_batch);

    /// <summary>One inference step.</summary>
    [Benchmark]
    public Tensor Predict() => _model.PredictOnBatch(_inputs);
}
