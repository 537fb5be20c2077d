namespace DeepSharp;

/// <summary>Targets drawn towards the uniform distribution.</summary>
internal static class LabelSmoothing
{
    /// <summary>y · (1 − a) + a / classes.</summary>
    public static Tensor Apply(Tensor targets, double amount, int classes) => amount == 0 ? targets : targets * (1 - amount) + amount / classes;

    /// <summary>The amount if it is one.</summary>
    /// <exception cref="InvalidValueException">It is outside 0 to 1.</exception>
    public static double Check(string who, double amount) => amount is >= 0 and <= 1 ? amount
        : throw new InvalidValueException($"{who}: labelSmoothing must be from 0 to 1 but is {amount}.");
}
