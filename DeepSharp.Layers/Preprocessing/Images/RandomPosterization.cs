namespace DeepSharp.Layers;

/// <summary>In training, keeps only the highest bits of every value: it is brought to 0 to 255, its lower bits become zero, and it is brought back.</summary>
/// <param name="factor">The number of bits kept, 1 to 8; or a range (a, b) from which a number of at least a and below b is drawn for each image.</param>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomPosterization(Factor factor, [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int? seed = null)
    : RandomImageLayer(seed)
{
    /// <summary>The number of bits kept.</summary>
    public Factor Factor { get; } = Whole(factor.Within("RandomPosterization", "factor", 1, 8));

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        var (low, high) = ((int)Factor.Both.Low, (int)Factor.Both.High);
        var bits = Tensor.RandomIntegers([images.Shape[0], 1, 1, 1], low, Math.Max(high, low + 1), seed: generator);
        // The value of the lowest bit that is kept, by the number of bits.
        var step = Tensor.From([256.0, 128, 64, 32, 16, 8, 4, 2, 1], images.Device).Cast(images.DType).Gather(bits);
        var bytes = ValueRange.MoveTo((0, 255), images).Clip(0, 255);
        return new ValueRange(0, 255).MoveTo(ValueRange, (bytes / step).Floor() * step);
    }

    private static Factor Whole(Factor factor) => factor.Both.Low == Math.Floor(factor.Both.Low) && factor.Both.High == Math.Floor(factor.Both.High)
        ? factor
        : throw new InvalidValueException($"RandomPosterization expects a whole number of bits but got {factor}.");
}
