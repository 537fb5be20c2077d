using System.Diagnostics;
using System.Globalization;

namespace DeepSharp;

/// <summary>The ladder of <c>DEEPSHARP_DEBUG</c>: 1 tells which device is used, 2 also each op's time and rates, 3 also kernels and shapes, 4 also
/// checks every result for NaN and names op and layer.</summary>
/// <remarks>Each level holds those below. Goes for eager ops and for the steps of programs; off, it costs one comparison for each op or program.</remarks>
internal static class DebugOutput
{
    private static bool s_toldDevice;

    /// <summary>How much is told, 0 to 4.</summary>
    public static int Level { get; set; } = ReadLevel(Environment.GetEnvironmentVariable("DEEPSHARP_DEBUG"));

    /// <summary>Gets every line; the error output of the process unless set.</summary>
    public static Action<string> Say { get; set; } = Console.Error.WriteLine;

    /// <summary>Runs a kernel and tells of it.</summary>
    public static void Run(Device device, Kernel kernel, Op op, Tensor[] inputs, Tensor[] outputs, OpScope scope)
    {
        if (!s_toldDevice) Say($"[debug] device {device}, backend {device.Backend.Name}");
        s_toldDevice = true;
        if (Level < 2)
        {
            kernel.Run(op, inputs, outputs);
            return;
        }
        device.Backend.Synchronize();
        long start = Stopwatch.GetTimestamp();
        kernel.Run(op, inputs, outputs);
        device.Backend.Synchronize();
        Tell(kernel, op, inputs, outputs, scope, Stopwatch.GetElapsedTime(start));
        if (Level >= 4) RequireNumbers(op, inputs, outputs, scope);
    }

    /// <summary>The level a setting means; none and what is no number mean off.</summary>
    internal static int ReadLevel(string? setting) =>
        int.TryParse(setting, NumberStyles.Integer, CultureInfo.InvariantCulture, out int level) ? Math.Clamp(level, 0, 4) : 0;

    /// <summary>Forgets that the device was told, for tests.</summary>
    internal static void Restart() => s_toldDevice = false;

    private static void Tell(Kernel kernel, Op op, Tensor[] inputs, Tensor[] outputs, OpScope scope, TimeSpan time)
    {
        var cost = op.Cost(Array.ConvertAll(inputs, t => t.Spec), Array.ConvertAll(outputs, t => t.Spec));
        double seconds = Math.Max(time.TotalSeconds, 1e-9);
        double bandwidth = cost.Bytes / seconds / 1e9, rate = cost.Flops / seconds / 1e9;
        string line = string.Create(CultureInfo.InvariantCulture,
            $"[debug] {op.Name,-28} {time.TotalMicroseconds,10:0.0} us {cost.Bytes,12:N0} B {bandwidth,8:0.00} GB/s {rate,8:0.00} GFLOP/s{Where(scope)}");
        if (Level >= 3) line += $"\n[debug]   {kernel.GetType().Name}: ({Specs(inputs)}) -> ({Specs(outputs)}) {op}";
        Say(line);
    }

    private static void RequireNumbers(Op op, Tensor[] inputs, Tensor[] outputs, OpScope scope)
    {
        foreach (var (i, y) in outputs.Index())
        {
            if (!y.DType.IsFloating) continue;
            int size = y.DType.Size, at = 0;
            var bytes = new byte[y.Count * size];
            y.Device.Backend.Read(y.Storage!, y.Offset * size, bytes);
            while (at < y.Count && !double.IsNaN(Element.Read(bytes.AsSpan(at * size), y.DType))) at++;
            if (at == y.Count) continue;
            throw new NotANumberException(string.Create(CultureInfo.InvariantCulture,
                $"[{op.Name}] output {i}, {y.Spec}, holds NaN at element {at}{Where(scope)}. The op: {op}({Specs(inputs)})."));
        }
    }

    private static string Specs(Tensor[] tensors) => string.Join(", ", tensors.Select(t => t.Spec));

    private static string Where(OpScope scope) => scope.Path.Length == 0 ? "" : $" in {scope.Path}{(scope.Backward ? " (gradient)" : "")}";
}
