using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>One step of an optimizer over 2²⁰ weights in float32, in place.</summary>
public class OptimizerBenchmark
{
    private Program _step = null!;
    private Tensor _gradient = null!;

    /// <summary>The optimizer.</summary>
    [Params("SGD", "Momentum", "RMSprop", "Adam", "AdamW", "Lion")]
    public string Rule { get; set; } = "";

    /// <summary>Compiles the step once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _gradient = Compiled.Noise([1 << 20]);
        var weights = new Variable(Compiled.Noise([1 << 20], 2));
        Optimizer optimizer = Rule switch
        {
            "SGD" => new SGD(1e-4),
            "Momentum" => new SGD(1e-4, momentum: 0.9),
            "RMSprop" => new RMSprop(1e-4),
            "AdamW" => new AdamW(1e-4),
            "Lion" => new Lion(1e-4),
            _ => new Adam(1e-4),
        };
        optimizer.Build([weights]);
        _step = Program.Compile(Device.Cpu, [_gradient.Spec], t =>
        {
            optimizer.Apply([t[0]], [weights]);
            return [];
        });
    }

    /// <summary>The step.</summary>
    [Benchmark]
    public Tensor[] Step() => _step.Run(_gradient);
}
