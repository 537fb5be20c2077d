using BenchmarkDotNet.Attributes;

namespace DeepSharp.Benchmarks;

/// <summary>Eight images of 224 × 224 × 3 in float32 brought to another size.</summary>
public class ResizeBenchmark
{
    private Program _resize = null!, _smooth = null!;
    private Tensor _x = null!;

    /// <summary>Rows and columns wanted.</summary>
    [Params(112, 448)]
    public int Size { get; set; }

    /// <summary>How values between pixels are found.</summary>
    [Params(Interpolation.Nearest, Interpolation.Bilinear, Interpolation.Bicubic)]
    public Interpolation Method { get; set; }

    /// <summary>Compiles both once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _x = Compiled.Noise([8, 224, 224, 3]);
        _resize = Compiled.Forward([_x], t => t[0].Resize([Size, Size], Method));
        _smooth = Compiled.Forward([_x], t => t[0].Resize([Size, Size], Method, antialias: true));
    }

    /// <summary>Plainly.</summary>
    [Benchmark]
    public Tensor Plain() => _resize.Run(_x)[0];

    /// <summary>Smoothed where it gets smaller.</summary>
    [Benchmark]
    public Tensor Antialiased() => _smooth.Run(_x)[0];
}
