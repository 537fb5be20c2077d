namespace DeepSharp;

/// <summary>How often each step of a sequence is repeated; at least 1.</summary>
/// <remarks>Converts from a number: <c>3</c>. Files hold the number, where they hold a list of a <see cref="Size1D"/>.</remarks>
/// <param name="Times">How often.</param>
public readonly record struct StepFactor(int Times) : IConfigValue<StepFactor>
{
    /// <summary>How often.</summary>
    public int Times { get; } = SizeList.Positive(Times, nameof(StepFactor));

    /// <summary>So often.</summary>
    /// <param name="times">At least 1.</param>
    public static implicit operator StepFactor(int times) => new(times);

    /// <inheritdoc/>
    public object? ToConfig() => Times;

    /// <inheritdoc/>
    public static StepFactor FromConfig(object? value) => new(SizeList.Read(value, 1)[0]);

    /// <inheritdoc/>
    public override string ToString() => $"{Times}";
}
