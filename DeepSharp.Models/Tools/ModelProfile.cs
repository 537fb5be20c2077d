using System.Globalization;

namespace DeepSharp;

/// <summary>Where a model's time goes: by layer and by kind of op.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Batch">The number of samples.</param>
/// <param name="IsTraining">Whether a whole training step was measured, or only the way forward.</param>
/// <param name="Layers">In the order in which the layers ran; last what belongs to none.</param>
/// <param name="Ops">By time, the longest first.</param>
public sealed record ModelProfile(string Model, int Batch, bool IsTraining, IReadOnlyList<LayerProfile> Layers, IReadOnlyList<OpProfile> Ops)
{
    /// <summary>Everything together.</summary>
    public WorkProfile Total => Layers.Aggregate(default(WorkProfile), (sum, l) => sum + l.Forward + l.Backward);

    /// <summary>Two tables: layers and ops.</summary>
    public override string ToString()
    {
        var total = Total;
        string Share(TimeSpan time) => total.Time > TimeSpan.Zero ? Number(100 * (time / total.Time), "0.0") : "0.0";
        var layers = TableText.Of(IsTraining
            ? ["Layer (type)", "Output Shape", ">Param #", ">Forward ms", ">Backward ms", ">%", ">MFLOP", ">MB", ">GFLOP/s"]
            : ["Layer (type)", "Output Shape", ">Param #", ">Forward ms", ">%", ">MFLOP", ">MB", ">GFLOP/s"]);
        foreach (var l in Layers)
        {
            var work = l.Forward + l.Backward;
            string name = l.Path.Length == 0 ? "(outside of layers)" : $"{l.Path} ({l.Type})";
            string[] times = IsTraining ? [Milliseconds(l.Forward), Milliseconds(l.Backward)] : [Milliseconds(l.Forward)];
            string parameters = l.Parameters.ToString("N0", CultureInfo.InvariantCulture);
            TableText.Row(layers, [name, l.Output?.ToString() ?? "", parameters, .. times, Share(work.Time), .. Amounts(work)]);
        }
        var ops = TableText.Of("Op", ">Calls", ">ms", ">%", ">MFLOP", ">MB", ">GFLOP/s", ">GB/s");
        foreach (var (name, work) in Ops)
            TableText.Row(ops, [name, $"{work.Calls}", Milliseconds(work), Share(work.Time), .. Amounts(work), Number(work.GBytesPerSecond, "0.0")]);
        return $"Model: \"{Model}\", {(IsTraining ? "one training step" : "forward")} with {Batch} samples, op by op\n"
            + $"{TableText.Print(layers, 120)}\n{TableText.Print(ops, 100)}\n"
            + $" Total: {Milliseconds(total)} ms, {Number(total.Flops / 1e6, "0.00")} MFLOP, {Number(total.Bytes / 1e6, "0.00")} MB";
    }

    private static string[] Amounts(WorkProfile work) =>
        [Number(work.Flops / 1e6, "0.00"), Number(work.Bytes / 1e6, "0.00"), Number(work.GFlopsPerSecond, "0.0")];

    private static string Milliseconds(WorkProfile work) => Number(work.Time.TotalMilliseconds, "0.000");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
