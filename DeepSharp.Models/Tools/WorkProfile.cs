namespace DeepSharp;

/// <summary>Work that was measured: time, and flops and bytes as the ops estimate them (<see cref="Op.Cost"/>).</summary>
/// <param name="Calls">How many ops ran.</param>
/// <param name="Time">How long they took.</param>
/// <param name="Flops">Arithmetic operations.</param>
/// <param name="Bytes">Bytes read and written.</param>
public readonly record struct WorkProfile(long Calls, TimeSpan Time, long Flops, long Bytes)
{
    /// <summary>10⁹ arithmetic operations a second.</summary>
    public double GFlopsPerSecond => Time > TimeSpan.Zero ? Flops / Time.TotalSeconds / 1e9 : 0;

    /// <summary>10⁹ bytes a second.</summary>
    public double GBytesPerSecond => Time > TimeSpan.Zero ? Bytes / Time.TotalSeconds / 1e9 : 0;

    /// <summary>Both together.</summary>
    public static WorkProfile operator +(WorkProfile a, WorkProfile b) =>
        new(a.Calls + b.Calls, a.Time + b.Time, a.Flops + b.Flops, a.Bytes + b.Bytes);

    /// <summary>The mean of several runs.</summary>
    internal WorkProfile Over(int runs) => new(Calls / runs, Time / runs, Flops / runs, Bytes / runs);
}

/// <summary>What one layer cost.</summary>
/// <param name="Path">Where the layer is, for example <c>encoder/dense</c>; empty for what the model does outside of layers: loss, metrics, update of the weights.</param>
/// <param name="Type">Its class.</param>
/// <param name="Output">The shape of its output at its last call.</param>
/// <param name="Parameters">The numbers in its own weights.</param>
/// <param name="Forward">Its formula, without the layers inside it.</param>
/// <param name="Backward">The gradient of its formula.</param>
public sealed record LayerProfile(string Path, string Type, Shape? Output, long Parameters, WorkProfile Forward, WorkProfile Backward);

/// <summary>What all ops of one kind cost.</summary>
/// <param name="Name">The op.</param>
/// <param name="Work">Forward and backward together.</param>
public sealed record OpProfile(string Name, WorkProfile Work);
