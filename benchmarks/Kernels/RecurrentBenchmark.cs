using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>Recurrent layers over 64 × 50 × 64 in float32, the last output and the gradients of all weights.</summary>
public class RecurrentBenchmark
{
    private Program _forward = null!, _backward = null!;
    private Tensor _x = null!;

    /// <summary>The layer, of 128 units.</summary>
    [Params("SimpleRNN", "GRU", "LSTM")]
    public string Layer { get; set; } = "";

    /// <summary>Compiles both once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _x = Compiled.Noise([64, 50, 64]);
        var model = new Sequential([50, 64]);
        _ = Layer switch { "LSTM" => model.LSTM(128), "GRU" => model.GRU(128), _ => model.SimpleRNN(128) };
        _forward = Compiled.Forward([_x], t => model.Apply(t[0]));
        _backward = Program.Compile(Device.Cpu, [_x.Spec], t =>
        {
            using var tape = new GradientTape();
            return tape.Gradient(model.Apply(t[0], training: true), model.TrainableWeights);
        });
    }

    /// <summary>The last output.</summary>
    [Benchmark]
    public Tensor Forward() => _forward.Run(_x)[0];

    /// <summary>The way forward and the gradients of the weights.</summary>
    [Benchmark]
    public Tensor Training() => _backward.Run(_x)[0];
}
