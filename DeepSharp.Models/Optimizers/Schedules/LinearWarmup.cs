namespace DeepSharp;

/// <summary>A rate that grows in a line and then follows another schedule, whose first step is the one after the warm-up.</summary>
/// <remarks>start + (after(0) − start) · step / warmupSteps, then after(step − warmupSteps). Source: P. Goyal and others 2017, section 2.2.</remarks>
/// <example><c>new Adam(new LinearWarmup(new ExponentialDecay(1e-3, 1000, 0.9), warmupSteps: 500))</c></example>
/// <param name="after">The schedule, or a number, that follows.</param>
/// <param name="warmupSteps">Steps of the warm-up, 1 or more.</param>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="name">A name, kept in files.</param>
[Configurable(Package = "DeepSharp")]
public sealed partial class LinearWarmup(LearningRate after, int warmupSteps, double initialLearningRate = 0,
    string name = "LinearWarmup") : LearningRateSchedule
{
    /// <summary>Steps of the warm-up.</summary>
    public int WarmupSteps { get; } = Require(nameof(LinearWarmup), warmupSteps, warmupSteps > 0, "warmupSteps must be 1 or more");

    /// <inheritdoc/>
    public override Tensor At(Tensor step)
    {
        var target = Following(Tensor.Scalar(0L));
        var warming = (target - InitialLearningRate) * (Exact(step) / WarmupSteps) + InitialLearningRate;
        return Tensor.Where(step < WarmupSteps, warming, Following((step - WarmupSteps).Maximum(0)));
    }

    private Tensor Following(Tensor step) => After.Schedule is { } schedule ? schedule.At(step).Cast(DType.Float64) : Tensor.Scalar(After.Value, DType.Float64);
}
