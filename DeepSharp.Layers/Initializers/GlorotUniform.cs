namespace DeepSharp.Initializers;

/// <summary>Uniform in ±√(6 / (fan_in + fan_out)).</summary>
[Configurable]
public sealed partial class GlorotUniform() : Initializer
{
    private readonly Random _random = new(42);

    /// <inheritdoc/>
    public override Tensor Create(Shape shape, DType dtype = DType.Float32)
    {
        double limit = Math.Sqrt(6.0 / (shape[0] + shape[^1]));
        var values = new double[shape.Count];
        for (int i = 0; i < values.Length; i++) values[i] = (2 * _random.NextDouble() - 1) * limit;
        return Tensor.From(values, shape).Cast(dtype);
    }
}
