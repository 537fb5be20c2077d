using System.Diagnostics.CodeAnalysis;

namespace DeepSharp;

/// <summary>A result that a callback watches, and the best value it has had.</summary>
/// <param name="owner">The callback, for messages.</param>
/// <param name="name">The result's name in the logs.</param>
/// <param name="mode">What is better.</param>
/// <param name="minDelta">A change must be larger than this to count.</param>
/// <param name="start">A value to be beaten before there is a best one.</param>
internal sealed class MonitoredValue(Callback owner, string name, MonitorMode mode, double minDelta = 0, double? start = null)
{
    private readonly double _minDelta = Math.Abs(minDelta);
    private bool? _larger;

    public string Name => name;

    /// <summary>The best value so far.</summary>
    public double? Best { get; private set; } = start;

    /// <summary>Takes a new value; true if it beats the best one, which it then is.</summary>
    public bool Improve(double value)
    {
        if (!IsImprovement(value, Best)) return false;
        Best = value;
        return true;
    }

    /// <summary>Whether a value is better than another one by more than the least change. The first value is, and any number is better than NaN.</summary>
    public bool IsImprovement(double value, double? reference) =>
        reference is not { } r || double.IsNaN(r) && !double.IsNaN(value) || ((_larger ??= LargerIsBetter()) ? value > r + _minDelta : value < r - _minDelta);

    /// <summary>Finds the value; false where there was no validation in this epoch but will be in others.</summary>
    /// <exception cref="DeepSharpException">There is no such result; the message names those there are.</exception>
    public bool TryRead(Logs logs, [NotNullWhen(true)] out double? value)
    {
        value = logs.TryGetValue(name, out double found) ? found : null;
        if (value is not null)
        {
            _larger ??= LargerIsBetter();
            return true;
        }
        bool later = owner.Run.ValidationFreq is > 1 && name.StartsWith("val_", StringComparison.Ordinal) && logs.ContainsKey(name[4..]);
        return later ? false : throw Missing(logs);
    }

    public DeepSharpException Missing(Logs logs) => new(
        $"{owner.GetType().Name} watches '{name}', but there is no such result{KnownNames.Instead(name, logs.Keys, "there are")}."
        + (name.StartsWith("val_", StringComparison.Ordinal) && owner.Run.ValidationFreq is null ? " Give Fit validation data, or watch a training result." : ""));

    private bool LargerIsBetter() => mode switch
    {
        MonitorMode.Min => false,
        MonitorMode.Max => true,
        _ => owner.Model.DirectionOf(name) switch
        {
            MetricDirection.Up => true,
            MetricDirection.Down => false,
            _ => throw new DeepSharpException(
                $"{owner.GetType().Name} cannot tell whether '{name}' should become larger or smaller; pass mode: MonitorMode.Max or MonitorMode.Min."),
        },
    };
}
