namespace DeepSharp;

/// <summary>A learning rate as a function of the step; written with tensor ops, so that it can be part of a traced step.</summary>
public abstract class LearningRateSchedule : IConfigurable
{
    /// <inheritdoc/>
    public virtual string TypeName => GetType().Name;

    /// <inheritdoc/>
    public virtual IReadOnlyList<ConfigEntry> Config => [];

    /// <summary>The learning rate at a step, a floating scalar.</summary>
    /// <param name="step">Steps done so far, counted from zero; an integer scalar. Micro-steps of gradient accumulation count.</param>
    public abstract Tensor At(Tensor step);

    /// <summary>The learning rate at a step.</summary>
    public double At(long step) => At(Tensor.Scalar(step)).Item();

    /// <summary>The step as a float64 scalar: exact for every step there will ever be, and as fast as any other for one number.</summary>
    private protected static Tensor Exact(Tensor step) => step.Cast(DType.Float64);

    private protected static T Require<T>(string who, T value, bool condition, string what) => condition ? value
        : throw new InvalidValueException(FormattableString.Invariant($"{who}: {what}, got {value}."));
}
