namespace DeepSharp.Losses;

/// <summary>The mean over the last axis of ½e² for errors |e| ≤ δ and of δ·|e| − ½δ² beyond.</summary>
/// <param name="delta">Where the parabola turns into a line; positive.</param>
[Configurable]
public sealed partial class Huber(double delta = 1.0) : Loss
{
    /// <summary>Where the parabola turns into a line; positive.</summary>
    public double Delta { get; } = delta > 0 ? delta : throw new InvalidValueException($"Huber: delta must be positive but is {delta}.");

    /// <inheritdoc/>
    protected override string DefaultName => "huber_loss";

    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        var e = (t - p).Abs();
        return Tensor.Where(e <= Delta, 0.5 * e.Square(), Delta * e - 0.5 * Delta * Delta).Mean(-1);
    }
}
