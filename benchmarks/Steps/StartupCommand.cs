using System.Diagnostics;
using System.Globalization;
using Newtonsoft.Json.Linq;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Benchmarks;

/// <summary><c>startup [--rounds N]</c>: from the start of a process to the first <c>Predict</c> of a saved model.</summary>
/// <remarks>Saves a small network, then starts this program several times, which loads and asks it. The child tells when each part was done.</remarks>
internal static class StartupCommand
{
    private static readonly string[] s_parts = ["main", "load", "predict"];

    public static int Run(StepOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("deepsharp-startup-").FullName;
        try
        {
            string path = Path.Combine(folder, "mlp.keras");
            new Sequential([784]).Dense(128, activation: Relu).Dropout(0.2).Dense(10, activation: Softmax)
                .Compile(new Adam(), SparseCategoricalCrossentropy, [Accuracy]).Save(path);
            var runs = Enumerable.Range(0, options.Rounds ?? 15)
                .Select(_ => Children.Again(["startup", "--child", path, $"{Stopwatch.GetTimestamp()}"])).ToList();
            Console.WriteLine("Milliseconds since the process was started, least and median.\n\n| until | least | median |\n|---|---|---|");
            foreach (string part in s_parts)
            {
                double[] times = [.. runs.Select(r => (double)r[part]!).Order()];
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {part} | {times[0]:F0} | {times[times.Length / 2]:F0} |"));
            }
            return 0;
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    /// <summary>The child: loads and predicts before anything else.</summary>
    /// <param name="path">The model's file.</param>
    /// <param name="started">The clock's ticks when the process was started; all processes of a machine see the same clock.</param>
    public static int Load(string path, long started)
    {
        double main = Since(started);
        var model = Model.Load(path);
        double load = Since(started);
        float first = model.Predict(Tensor.Ones([1, 784]), verbose: Verbosity.Silent).ToFloats()[0];
        double predict = Since(started);
        if (!float.IsFinite(first)) throw new InvalidOperationException("The model's answer is not finite.");
        Console.WriteLine(new JObject { ["main"] = main, ["load"] = load, ["predict"] = predict }.ToString(Newtonsoft.Json.Formatting.None));
        return 0;
    }

    private static double Since(long started) => Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}
