namespace DeepSharp;

/// <summary>Sets a random part of the elements to zero and scales the others up: y = x / (1 − rate) where kept, else 0.</summary>
/// <remarks>
/// Inputs are x and a random state. Element i is kept where a <see cref="RandomBernoulliOp"/> draw with p = 1 − rate from this state is
/// one, so
/// the mask is never stored: the gradient is the same op with the same state, applied to dy.
/// </remarks>
/// <param name="Rate">The part to drop, 0 to 1; 1 gives zeros.</param>
/// <param name="NoiseShape">
/// The shape of the mask, stretched over x: an axis of length one is kept or dropped as a whole, <see cref="Dim.Any"/> takes x's length.
/// Null: x's own shape.
/// </param>
public sealed record DropoutOp(double Rate, Shape? NoiseShape = null) : Op
{
    /// <inheritdoc/>
    public override string Family => "Random";

    /// <summary>What kept elements are multiplied by.</summary>
    internal double Scale => ScaleOf(Rate);

    /// <inheritdoc cref="Scale"/>
    internal static double ScaleOf(double rate) => rate == 1 ? 0 : 1 / (1 - rate);

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Domains.Require(Name, FnDomain.Floating, inputs[0].DType);
        RandomOp.RequireState(inputs[1], Name);
        if (!(Rate is >= 0 and <= 1)) throw new InvalidValueException($"[{Name}] expects a rate from 0 to 1 but got {Rate}.");
        _ = MaskShape(inputs[0].Shape);
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var keep = new RandomBernoulliOp(MaskShape(x[0].Shape), DType.Bool, 1 - Rate).Apply(x[1]);
        return [Tensor.Where(keep, x[0] * Scale, x[0].ScalarLike(0))];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [Apply(s.Dy, s.Xs[1]), null];

    private Shape MaskShape(Shape x)
    {
        if (NoiseShape is not { } noise) return x;
        var mask = noise.Dims.ToArray();
        bool fits = mask.Length == x.Rank;
        for (int i = 0; fits && i < mask.Length; i++)
        {
            if (mask[i] == Dim.Any) mask[i] = x[i];
            fits = mask[i] == 1 || mask[i] == x[i] || x[i] == Dim.Any;
        }
        return fits ? new(mask) : throw new ShapeMismatchException(
            $"[{Name}] the noise shape {noise} does not stretch over {x}: it needs one length per axis, each 1, x's own or Dim.Any.");
    }
}

public sealed partial class Tensor
{
    /// <summary>Sets a random part of the elements to zero and divides the others by 1 − rate.</summary>
    /// <param name="rate">The part to drop, 0 to 1.</param>
    /// <param name="seed">A seed, a generator or a state; the global generator if not given. A symbol on the null device advances no
    /// generator.</param>
    /// <param name="noiseShape">The shape of the mask, stretched over this tensor; its own shape if not given.</param>
    /// <exception cref="InvalidValueException">The rate is outside [0, 1].</exception>
    /// <exception cref="ShapeMismatchException">The noise shape does not stretch over this tensor.</exception>
    public Tensor Dropout(double rate, RandomSeed seed = default, Shape? noiseShape = null)
    {
        var state = seed.For(Device == Device.Null ? Dim.Any : Shape);
        return new DropoutOp(rate, noiseShape).Apply(Fractional(this), state);
    }
}
