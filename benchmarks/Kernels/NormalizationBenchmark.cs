using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>Softmax, layer and batch normalization of 2048 rows in float32, and their gradients.</summary>
public class NormalizationBenchmark
{
    private readonly Dictionary<string, (Program Forward, Program Backward)> _programs = [];
    private Tensor[] _inputs = null!;

    /// <summary>Elements of a row, which are batch normalization's channels.</summary>
    [Params(64, 512)]
    public int Width { get; set; }

    /// <summary>Compiles all once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _inputs = [Compiled.Noise([2048, Width]), Compiled.Noise([Width], 2), Compiled.Noise([Width], 3), Compiled.Noise([2048, Width], 4)];
        Add("softmax", t => t[0].Softmax());
        Add("layer", t => t[0].LayerNorm(t[1], t[2]));
        Add("batch", t => t[0].BatchNorm(t[1], t[2]).Y);
    }

    // The gradient of a plain sum of softmax is zero, and would be folded; the weights keep it.
    private void Add(string name, Func<Tensor[], Tensor> function) =>
        _programs[name] = (Compiled.Forward(_inputs, function), Compiled.Backward(_inputs, t => function(t) * t[3], name == "softmax" ? [0] : [0, 1, 2]));

    /// <summary>Softmax of each row.</summary>
    [Benchmark]
    public Tensor Softmax() => _programs["softmax"].Forward.Run(_inputs)[0];

    /// <summary>Its gradient, with itself.</summary>
    [Benchmark]
    public Tensor SoftmaxGradient() => _programs["softmax"].Backward.Run(_inputs)[0];

    /// <summary>Layer normalization of each row.</summary>
    [Benchmark]
    public Tensor LayerNorm() => _programs["layer"].Forward.Run(_inputs)[0];

    /// <summary>Its gradients.</summary>
    [Benchmark]
    public Tensor LayerNormGradient() => _programs["layer"].Backward.Run(_inputs)[0];

    /// <summary>Batch normalization in training.</summary>
    [Benchmark]
    public Tensor BatchNorm() => _programs["batch"].Forward.Run(_inputs)[0];

    /// <summary>Its gradients.</summary>
    [Benchmark]
    public Tensor BatchNormGradient() => _programs["batch"].Backward.Run(_inputs)[0];
}
