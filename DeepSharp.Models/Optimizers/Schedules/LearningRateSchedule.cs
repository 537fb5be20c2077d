namespace DeepSharp;

/// <summary>A learning rate as a function of the step; written with tensor ops, so that it can be part of a traced step.</summary>
public abstract class LearningRateSchedule : IConfigurable
{
    /// <inheritdoc/>
    public virtual string TypeName => GetType().Name;

    /// <inheritdoc/>
    public virtual IReadOnlyList<ConfigEntry> Config => [];

    /// <summary>The learning rate at a step, a float32 scalar.</summary>
    /// <param name="step">Steps done so far, counted from zero; an integer scalar.</param>
    public abstract Tensor At(Tensor step);

    /// <summary>The learning rate at a step.</summary>
    public double At(long step) => At(Tensor.Scalar(step)).Item();
}
