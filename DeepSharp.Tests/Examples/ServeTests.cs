using System.Text.Json.Nodes;
using DeepSharp.Tests.Training;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests.Examples;

/// <summary>The example server, over HTTP.</summary>
public sealed class ServeTests
{
    private string _folder = null!;
    private Model _model = null!;
    private ServeProcess _server = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _folder = Directory.CreateTempSubdirectory("deepsharp-serve").FullName;
        _model = new Sequential([4]) { Name = "small" }.Dense(8, activation: Relu).Dense(3, activation: Softmax);
        _server = ServeProcess.Start(Saved(_model), "--max-instances", "100", "--max-bytes", "20000");
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Predict_ConcurrentRequests_AreAnsweredAsByPredict_InCommonBatches()
    {
        // One batch waits for all of its sixteen requests; the delay only matters where the machine holds the others up.
        using var server = ServeProcess.Start(Saved(_model), "--max-batch", "16", "--max-delay-ms", "5000");
        const int count = 64;
        var x = TrainingSamples.Noise([count, 4]);
        var expected = _model.Predict(x, verbose: Verbosity.Silent);
        var answers = await Task.WhenAll(Enumerable.Range(0, count).Select(i => server.Post(Request(x[i]))));
        for (int i = 0; i < count; i++)
        {
            Assert.That(answers[i].Status, Is.EqualTo(200), $"{answers[i].Answer}");
            Assert.That(Row(answers[i].Answer["predictions"]![0]!), Is.EqualTo(expected[i].ToFloats()).Within(1e-6f), $"request {i}");
        }
        Assert.That(await server.Metric("deepsharp_requests_total{status=\"200\"}"), Is.EqualTo(count));
        Assert.That(await server.Metric("deepsharp_samples_total"), Is.EqualTo(count));
        double batches = await server.Metric("deepsharp_batches_total");
        Assert.That(batches, Is.InRange(count / 16, count / 2));
        Assert.That(await server.Metric("deepsharp_batch_size_mean"), Is.EqualTo(count / batches).Within(1e-9));
        Assert.That(await server.Metric("deepsharp_request_seconds_bucket{le=\"+Inf\"}"), Is.EqualTo(count));
        Assert.That(await server.Metric("deepsharp_request_seconds_count"), Is.EqualTo(count));
    }

    [Test]
    public async Task Predict_SeveralWorkersAndLargeRequests_AreAnsweredAsByPredict()
    {
        using var server = ServeProcess.Start(Saved(_model), "--max-batch", "8", "--max-delay-ms", "1", "--workers", "4");
        var inputs = Enumerable.Range(1, 24).Select(i => TrainingSamples.Noise([i, 4], seed: i)).ToArray();
        var answers = await Task.WhenAll(inputs.Select(x => server.Post(Request([.. Enumerable.Range(0, x.Shape[0]).Select(i => x[i])]))));
        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.That(answers[i].Status, Is.EqualTo(200), $"{answers[i].Answer}");
            float[] all = [.. answers[i].Answer["predictions"]!.AsArray().SelectMany(p => Row(p!))];
            Assert.That(all, Is.EqualTo(_model.Predict(inputs[i], verbose: Verbosity.Silent).ToFloats()).Within(1e-6f));
        }
        Assert.That(await server.Metric("deepsharp_samples_total"), Is.EqualTo(inputs.Sum(x => x.Shape[0])));
    }

    [TestCase("{", "The request is not JSON: ", false)]
    [TestCase("""{"instances": [[1, 2, 3, NaN]]}""", "The request is not JSON: ", false)]
    [TestCase("[1]", "The request must be a JSON object but is an array.")]
    [TestCase("{}", "The field 'instances' is missing: an array of samples.")]
    [TestCase("""{"inputs": 1}""", "The request has a field 'inputs'; it takes 'instances' alone.")]
    [TestCase("""{"instances": 1}""", "instances: must be an array of samples but is a number.")]
    [TestCase("""{"instances": []}""", "instances: must hold at least one sample but is empty.")]
    [TestCase("""{"instances": [[1, 2, 3, 4], [1, 2, 3]]}""", "instances[1]: must have 4 elements, since a sample has the shape [4], but has 3.")]
    [TestCase("""{"instances": [7]}""", "instances[0]: must be an array, since a sample has the shape [4], but is a number.")]
    [TestCase("""{"instances": [[1, 2, [3], 4]]}""", "instances[0][2]: must be a number but is an array.")]
    [TestCase("""{"instances": [[1, 2, 3, "NaN"]]}""", "instances[0][3]: must be a number but is the text \"NaN\".")]
    [TestCase("""{"instances": [[1, null, 3, 4]]}""", "instances[0][1]: must be a number but is null.")]
    [TestCase("""{"instances": [[1e39, 2, 3, 4]]}""", "instances[0][0]: 1e39 is not a finite number of type float32.")]
    [TestCase("""{"instances": [{"wrong": [1, 2, 3, 4]}]}""", "instances[0]: has a field 'wrong'; the model's inputs are ", false)]
    public async Task Predict_InvalidRequest_IsRefusedWith400(string body, string error, bool whole = true)
    {
        var (status, answer) = await _server.Post(body);
        Assert.That((string)answer["error"]!, whole ? Is.EqualTo(error) : Does.StartWith(error));
        Assert.That(status, Is.EqualTo(400));
    }

    [Test]
    public async Task Predict_TooMuch_IsRefused()
    {
        string many = $"{{\"instances\": [{string.Join(", ", Enumerable.Repeat("[1, 2, 3, 4]", 101))}]}}";
        var (status, answer) = await _server.Post(many);
        Assert.That((status, (string)answer["error"]!), Is.EqualTo((400, "instances: may hold 100 samples but has 101; send them in several requests.")));
        (status, answer) = await _server.Post(new string(' ', 20_001));
        Assert.That((status, (string)answer["error"]!), Is.EqualTo((413, "The request is larger than 20000 bytes; send its samples in several requests.")));
        Assert.That((await _server.Post(Request(Tensor.Ones([4])))).Status, Is.EqualTo(200), "the server goes on");
    }

    [Test]
    public async Task HealthModelAndMetrics_TellAboutTheServer()
    {
        Assert.That(await _server.Get("/health"), Is.EqualTo("""{"status":"ok"}"""));
        var model = JsonNode.Parse(await _server.Get("/model"))!;
        Assert.That((string)model["name"]!, Is.EqualTo("small"));
        Assert.That(model["inputs"]![0]!["shape"]!.ToJsonString(), Is.EqualTo("[4]"));
        Assert.That((string)model["inputs"]![0]!["dtype"]!, Is.EqualTo("float32"));
        // Every line is a comment or a name, perhaps with labels, and a number.
        foreach (string line in (await _server.Get("/metrics")).TrimEnd('\n').Split('\n'))
            Assert.That(line, Does.Match(@"^# (HELP|TYPE) deepsharp_[a-z_]+ .+$|^deepsharp_[a-z_]+(\{[a-z]+=""[^""]+""\})? [0-9.E+-]+$"));
    }

    private string Saved(Model model)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid():N}.keras");
        model.Save(path);
        return path;
    }

    private static string Request(params Tensor[] samples)
    {
        var rows = samples.Select(s => new JsonArray([.. s.ToFloats().Select(v => JsonValue.Create(v))]));
        return new JsonObject { ["instances"] = new JsonArray([.. rows]) }.ToJsonString();
    }

    private static float[] Row(JsonNode values) => [.. values.AsArray().Select(v => (float)v!)];
}
