namespace DeepSharp;

/// <summary>Hue, saturation and value on the last axis as red, green and blue: v · (1 − s + s · w), where w is each color's part in the hue.</summary>
/// <remarks>
/// With h in sixths of a turn, w is |h − 3| − 1 for red, 2 − |h − 2| for green and 2 − |h − 4| for blue, each held within 0 and 1. Hues repeat after a
/// whole turn. Source: A. R. Smith, "Color gamut transform pairs", SIGGRAPH 1978.
/// </remarks>
public sealed record HsvToRgbOp : Op
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
        Tensor Channel(int c) => x[0].Slice(-1, c..(c + 1));
        Tensor sixths = Channel(0) % 1 * 6, saturation = Channel(1), value = Channel(2);
        Tensor Color(Tensor part) => value * (1 - saturation + saturation * part.Clip(0, 1));
        return [Tensor.Concat([Color((sixths - 3).Abs() - 1), Color(2 - (sixths - 2).Abs()), Color(2 - (sixths - 4).Abs())], -1)];
    }
}

public sealed partial class Tensor
{
    /// <summary>Hue, saturation and value on the last axis as red, green and blue.</summary>
    /// <exception cref="ShapeMismatchException">The last axis has not 3 channels.</exception>
    public Tensor HsvToRgb() => new HsvToRgbOp().Apply(Fractional(this));
}
