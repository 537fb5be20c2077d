namespace DeepSharp;

/// <summary>A fixed learning rate or a schedule; numbers and schedules convert to it.</summary>
public sealed class LearningRate : IConfigValue<LearningRate>
{
    private LearningRate(double value, LearningRateSchedule? schedule) => (Value, Schedule) = (value, schedule);

    /// <summary>The rate where it is fixed; the schedule's first where there is one.</summary>
    public double Value { get; }

    /// <summary>The schedule, or null.</summary>
    public LearningRateSchedule? Schedule { get; }

    /// <summary>A fixed rate.</summary>
    /// <exception cref="InvalidValueException">It is negative or not a number.</exception>
    public static implicit operator LearningRate(double value) => value >= 0
        ? new(value, null)
        : throw new InvalidValueException($"A learning rate must be zero or more, got {value}.");

    /// <summary>A rate that follows a schedule.</summary>
    public static implicit operator LearningRate(LearningRateSchedule schedule) => new(double.NaN, schedule);

    /// <summary>The number; for a schedule an error, since it depends on the step.</summary>
    public static implicit operator double(LearningRate rate) => rate.Schedule is null
        ? rate.Value
        : throw new DeepSharpException($"The learning rate follows {rate.Schedule}; ask schedule.At(step) for a number.");

    /// <inheritdoc/>
    public object? ToConfig() => Schedule is null ? Value : Schedule;

    /// <inheritdoc/>
    public static LearningRate FromConfig(object? value) => value switch
    {
        double d => d,
        long n => (double)n,
        ConfigObject schedule => ConfigRegistry.Create<LearningRateSchedule>(schedule),
        _ => throw new FormatException("a number or a learning-rate schedule is expected"),
    };

    /// <summary>The number or the schedule.</summary>
    public override string ToString() => Schedule is null ? Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : Schedule.ToString()!;
}
