namespace DeepSharp;

/// <summary>Red, green and blue on the last axis as hue, saturation and value: v = max, s = (max − min) / max, and the hue as part of a whole turn
/// from red.</summary>
/// <remarks>
/// With d = max − min the hue is (g − b) / 6d where red is largest, else (b − r) / 6d + 1/3 where green is, else (r − g) / 6d + 2/3, and one more where that is
/// negative; grey has hue 0, black saturation 0. Values nearer to zero than the type's precision count as zero. Source: A. R. Smith,
/// "Color gamut transform pairs", SIGGRAPH 1978.
/// </remarks>
public sealed record RgbToHsvOp : Op
{
    /// <inheritdoc/>
    public override string Family => "Images";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        ImageOperands.RequireColors(Name, inputs[0]);
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var zero = x[0].ScalarLike(0);
        var colors = Tensor.Where(x[0].Abs() < Smallest(x[0].DType), zero, x[0]);
        Tensor Channel(int c) => colors.Slice(-1, c..(c + 1));
        Tensor red = Channel(0), green = Channel(1), blue = Channel(2);
        var value = Tensor.Maximum(Tensor.Maximum(red, green), blue);
        var range = value - Tensor.Minimum(Tensor.Minimum(red, green), blue);
        Tensor one = x[0].ScalarLike(1), colored = range > 0, lit = value > 0;
        var saturation = Tensor.Where(lit, range / Tensor.Where(lit, value, one), zero);
        var step = 1 / (6 * Tensor.Where(colored, range, one));
        var hue = Tensor.Where(Tensor.Equal(value, green), step * (blue - red) + 1.0 / 3, step * (red - green) + 2.0 / 3);
        hue = Tensor.Where(Tensor.Equal(value, red), step * (green - blue), hue);
        hue = Tensor.Where(colored, Tensor.Where(hue < 0, hue + 1, hue), zero);
        return [Tensor.Concat([hue, saturation, value], -1)];
    }

    /// <summary>What counts as zero below this.</summary>
    internal static double Smallest(DType dtype) => dtype switch
    {
        DType.Float64 => double.BitIncrement(1) - 1,
        DType.Float32 => MathF.BitIncrement(1) - 1,
        DType.BFloat16 => 1.0 / 128,
        _ => 1.0 / 1024,
    };
}

public sealed partial class Tensor
{
    /// <summary>Red, green and blue on the last axis as hue, saturation and value; hue and saturation lie in 0 to 1.</summary>
    /// <exception cref="ShapeMismatchException">The last axis has not 3 channels.</exception>
    public Tensor RgbToHsv() => new RgbToHsvOp().Apply(Fractional(this));
}
