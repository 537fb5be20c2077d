using BenchmarkDotNet.Attributes;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Benchmarks;

/// <summary>Whole training and inference steps through the public API: forward, backward and Adam on a batch of 128.</summary>
[ShortRunJob]
public class StepBenchmark
{
    private Model _model = null!;
    private DataSource _batch = null!, _inputs = null!;

    /// <summary>The network.</summary>
    [Params("mlp-784-512-512-10", "cnn-mnist")]
    public string Network { get; set; } = "";

    /// <summary>Makes the model and a batch of noise, and traces both steps.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _model = Network == "cnn-mnist"
            ? new Sequential([28, 28, 1]).Conv2D(32, 3, activation: Relu).Conv2D(64, 3, activation: Relu).MaxPooling2D().Dropout(0.25)
                .Flatten().Dense(128, activation: Relu).Dropout(0.5).Dense(10)
            : new Sequential([784]).Dense(512, activation: Relu).Dropout(0.2).Dense(512, activation: Relu).Dropout(0.2).Dense(10);
        _model.Compile(new Adam(1e-3), loss: new Losses.SparseCategoricalCrossentropy(fromLogits: true));
        var x = Tensor.RandomNormal([128, .. _model.Input.Shape[1..].Dims], seed: 1);
        _batch = (x, Tensor.RandomIntegers([128], 0, 10, seed: 2));
        _inputs = x;
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
