namespace DeepSharp;

/// <summary>What a callback takes for better in the result it watches.</summary>
public enum MonitorMode
{
    /// <summary>Smaller for losses, else as the metric says of itself.</summary>
    Auto,

    /// <summary>Smaller is better.</summary>
    Min,

    /// <summary>Larger is better.</summary>
    Max,
}
