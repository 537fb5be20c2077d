using DeepSharp.Tests.Training;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests.Examples;

/// <summary>The example server's start and end, and models of other shapes.</summary>
public sealed class ServeLifeTests
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("deepsharp-serve").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Predict_SeveralInputsOutputsAndLengths_AreTakenByName()
    {
        var (tokens, extra) = (Input([Dim.Any], dtype: DType.Int32, name: "tokens"), Input([2], name: "extra"));
        var text = tokens.Embedding(5, 3).GlobalAveragePooling1D();
        var model = new Model([tokens, extra], [Concatenate(text, extra).Dense(2, name: "both"), extra.Dense(1, name: "one")]);
        using var server = ServeProcess.Start(Saved(model), "--max-delay-ms", "0");
        var (status, answer) = await server.Post(
            """{"instances": [{"tokens": [1, 2, 3], "extra": [0.5, -1]}, {"tokens": [4], "extra": [2, 2]}, {"extra": [1, 1], "tokens": [0, 0, 4]}]}""");
        Assert.That(status, Is.EqualTo(200), $"{answer}");
        var rows = new (int[] Tokens, float[] Extra)[] { ([1, 2, 3], [0.5f, -1]), ([4], [2, 2]), ([0, 0, 4], [1, 1]) };
        for (int i = 0; i < rows.Length; i++)
        {
            Tensor[] inputs = [Tensor.From(rows[i].Tokens, [1, rows[i].Tokens.Length]), Tensor.From(rows[i].Extra, [1, 2])];
            var expected = model.PredictAll(inputs, verbose: Verbosity.Silent);
            foreach (var (name, tensor) in new[] { ("both", expected[0]), ("one", expected[1]) })
                Assert.That(
                    answer["predictions"]![i]![name]!.AsArray().Select(v => (float)v!), Is.EqualTo(tensor.ToFloats()).Within(1e-6f), $"sample {i}, {name}");
        }
        Assert.That(await server.Metric("deepsharp_batches_total"), Is.EqualTo(2), "samples of equal lengths are predicted together");

        (status, answer) = await server.Post("""{"instances": [{"tokens": [1.5], "extra": [1, 1]}]}""");
        Assert.That((status, (string)answer["error"]!), Is.EqualTo((400, "instances[0].tokens[0]: 1.5 is not a whole number of type int32.")));
        (status, answer) = await server.Post("""{"instances": [{"tokens": [1]}]}""");
        Assert.That(
            (status, (string)answer["error"]!), Is.EqualTo((400, "instances[0]: the field 'extra' is missing; the model's inputs are 'tokens', 'extra'.")));
    }

    [Test]
    public async Task Terminate_WhileARequestWaits_AnswersItAndEndsWell()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("Windows has no signal that asks a process to end.");
        using var server = ServeProcess.Start(Saved(Small()), "--max-batch", "64", "--max-delay-ms", "3000");
        var waiting = server.Post("""{"instances": [[1, 2, 3, 4]]}""");
        // Until the server has begun with it, the request could be refused.
        while (!waiting.IsCompleted && await server.Metric("deepsharp_requests_waiting") < 1) await Task.Yield();
        server.Terminate();
        var (status, answer) = await waiting;
        Assert.That(status, Is.EqualTo(200), $"{answer}");
        Assert.That(server.ExitCode(), Is.Zero);
    }

    [Test]
    public async Task Predict_QueueFull_IsSentAwayWith503()
    {
        using var server = ServeProcess.Start(Saved(Small()), "--max-batch", "64", "--max-delay-ms", "3000", "--max-queue", "1");
        var first = server.Post("""{"instances": [[1, 2, 3, 4]]}""");
        while (!first.IsCompleted && await server.Metric("deepsharp_requests_waiting") < 1) await Task.Yield();
        var (status, answer) = await server.Post("""{"instances": [[1, 2, 3, 4]]}""");
        Assert.That((status, (string)answer["error"]!), Is.EqualTo((503, "Too many requests are waiting; try again later.")));
        Assert.That((await first).Status, Is.EqualTo(200));
    }

    [Test]
    public void Start_WithWrongSettings_SaysWhatIsWrong()
    {
        Assert.That(ServeProcess.Refusal(), Is.EqualTo((2, "The model's file is missing: give it as --model digits.keras.")));
        Assert.That(
            ServeProcess.Refusal("--model", "m.keras", "--max-batch", "0"), Is.EqualTo((2, "--max-batch must be a whole number from 1 to 65536 but is '0'.")));
        Assert.That(ServeProcess.Refusal("--modle", "m.keras").Error, Does.StartWith("There is no setting --modle; there are --model, "));
        var (code, error) = ServeProcess.Refusal("--model", Path.Combine(_folder, "absent.keras"));
        Assert.That((code, error), Is.EqualTo((2, error)));
        Assert.That(error, Does.Contain("absent.keras"));
    }

    private static Sequential Small() => new Sequential([4]).Dense(3);

    private string Saved(Model model)
    {
        string path = Path.Combine(_folder, "model.keras");
        model.Save(path);
        return path;
    }
}
