using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using DeepSharp.Cpu;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Training;

/// <summary>Whole training steps give the same at every width of the vector registers, within rounding.</summary>
public sealed class VectorWidthTests
{
    private const string Child = "DEEPSHARP_TEST_WIDTHS";
    private const int Batch = 6, Steps = 4;

    /// <summary>For each kind of model the losses of some steps and the outputs after them; the first line is the width.</summary>
    private static string[] Train()
    {
        var lines = new List<string> { $"{(int)LaneDispatch.Widest}" };
        foreach (var small in SmallModels.All)
        {
            Seeds.Set(1);
            var (model, data) = (small.Compiled(), small.Data(Batch));
            var values = Enumerable.Range(0, Steps).Select(_ => model.TrainOnBatch(data)["loss"]).ToList();
            values.AddRange(model.PredictOnBatch(small.Inputs(Batch)).ToDoubles());
            lines.Add($"{small.Name} {string.Join(' ', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}");
        }
        return [.. lines];
    }

    /// <summary>The widest registers a process may use with a switch turned off.</summary>
    [TestCase("EnableAVX512", 256), TestCase("EnableAVX2", 128), TestCase("EnableHWIntrinsic", 0)]
    public void TrainingSteps_NarrowerVectors_AgreeWithinRounding(string instructions, int width)
    {
        if (Environment.GetEnvironmentVariable(Child) is { } place)
        {
            File.WriteAllLines(place, Train());
            return;
        }
        if (RuntimeInformation.ProcessArchitecture is not Architecture.X64 and var other) Assert.Ignore($"The switches are those of x64, but this is {other}.");
        using var folder = new TemporaryFolder();
        string file = folder.File("results");
        Start(instructions, file);
        string[] expected = Train(), narrow = File.ReadAllLines(file);
        Assert.That(int.Parse(narrow[0]), Is.EqualTo(Math.Min(width, (int)LaneDispatch.Widest)), $"the width of a process with DOTNET_{instructions}=0");
        Assert.That(narrow, Has.Length.EqualTo(expected.Length));
        foreach (var (wide, less) in expected.Zip(narrow).Skip(1))
        {
            string[] a = wide.Split(' '), b = less.Split(' ');
            Assert.That((b[0], b.Length), Is.EqualTo((a[0], a.Length)));
            for (int i = 1; i < a.Length; i++)
            {
                string what = i <= Steps ? $"loss of step {i}" : $"output {i - Steps}";
                Assert.That(Number(b[i]), Is.EqualTo(Number(a[i])).Within(i == 1 ? 5e-6 : 5e-4), $"{a[0]}, {what} at {width} bits");
            }
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void Start(string instructions, string file)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(VectorWidthTests).Assembly.Location, "--filter",
            $"FullyQualifiedName~{nameof(TrainingSteps_NarrowerVectors_AgreeWithinRounding)}&Name~{instructions}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Child] = file, [$"DOTNET_{instructions}"] = "0" },
        };
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        var errors = child.StandardError.ReadToEndAsync();
        Assert.That(child.WaitForExit(TimeSpan.FromMinutes(10)), "the child did not end");
        Assert.That(child.ExitCode, Is.Zero, output.Result + errors.Result);
    }
}
