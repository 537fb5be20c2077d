using System.Diagnostics;

namespace DeepSharp.Tests.Saving;

/// <summary>A process that does nothing but save a model, over and over, until it is killed.</summary>
internal static class KilledSaver
{
    private const string Wanted = "DEEPSHARP_TEST_SAVER";

    /// <summary>What a process saves with.</summary>
    public enum Way
    {
        /// <summary><c>Model.Save</c>.</summary>
        Save,

        /// <summary><c>Model.SaveWeights</c>.</summary>
        SaveWeights,

        /// <summary><c>Fit</c> with a <c>ModelCheckpoint</c>.</summary>
        ModelCheckpoint,
    }

    /// <summary>The model that is saved: all weights have one value, which changes from save to save.</summary>
    public static Model Make(float value)
    {
        var model = new Sequential([24]).Dense(64).Dense(24).Compile(new SGD(0), loss: new DeepSharp.Losses.MeanSquaredError());
        Set(model, value);
        return model;
    }

    /// <summary>Starts a process that saves, and waits until its first file is there.</summary>
    public static Process Start(Way way, string path)
    {
        string tests = typeof(KilledSaver).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", tests])
        {
            RedirectStandardOutput = true,
            Environment = { [Wanted] = $"{way}|{path}", ["DOTNET_STARTUP_HOOKS"] = tests, ["DOTNET_TieredPGO"] = "0" },
        };
        var process = Process.Start(start)!;
        string? said = process.StandardOutput.ReadLine();
        Assert.That(said, Is.EqualTo("saved"), "the first thing the process says");
        return process;
    }

    /// <summary>Saves until killed where this process is such a one.</summary>
    public static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Wanted) is not { } asked) return;
        string[] parts = asked.Split('|', 2);
        var (way, path) = (Enum.Parse<Way>(parts[0]), parts[1]);
        var model = Make(0);
        for (int i = 0; ; i++)
        {
            Set(model, i);
            if (way == Way.Save) model.Save(path);
            else if (way == Way.SaveWeights) model.SaveWeights(path);
            else
                model.Fit((Tensor.Zeros([4, 24]), Tensor.Zeros([4, 24])), batchSize: 1, epochs: 1, verbose: Verbosity.Silent,
                    callbacks: [new ModelCheckpoint(path, saveFreq: 1)]);
            if (i == 0) Console.WriteLine("saved");
        }
    }

    private static void Set(Model model, float value)
    {
        foreach (var w in model.Weights) w.Assign(Tensor.Full(w.Shape, value));
    }
}
