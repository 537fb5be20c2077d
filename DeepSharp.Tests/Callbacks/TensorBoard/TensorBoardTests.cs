using System.Diagnostics;
using DeepSharp.TensorBoardFormat;
using DeepSharp.Tests.Catalogue;
using DeepSharp.Tests.Data;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

public class TensorBoardTests
{
    private static History Fit(Model model, TensorBoard callback, int epochs = 2, params Callback[] more) =>
        model.Fit(CallbackRun.Data, batchSize: 2, epochs: epochs, validation: CallbackRun.Data, verbose: Verbosity.Silent, shuffle: false, callbacks: [callback,
            .. more]);

    private static IEnumerable<(long, float)> Scalars(IEnumerable<Event> events, string tag) => EventFile.Of(events, tag).Select(p =>
    {
        Assert.That((p.Value.Metadata.PluginData.PluginName, p.Value.Metadata.DataClass, p.Value.Tensor.Dtype),
            Is.EqualTo(("scalars", DataClass.Scalar, DataType.DtFloat)));
        return (p.Step, p.Value.Tensor.FloatVal.Single());
    });

    [Test]
    public void Fit_Defaults_WritesEpochResults()
    {
        using var folder = new TemporaryFolder();
        var history = Fit(CallbackRun.Model(new SGD(new ExponentialDecay(0.01, 4, 0.5)), ["mae"]), new(folder.Path));
        var (train, validation) = (EventFile.Read(folder.File("train")), EventFile.Read(folder.File("validation")));
        Assert.That(train[0].FileVersion, Is.EqualTo("brain.Event:2"));
        Assert.That(train.Select(e => e.WallTime), Is.Ordered.And.All.GreaterThan(1.6e9));
        Assert.That(EventFile.Tags(train), Is.EquivalentTo((string[])["keras", "epoch_learning_rate", "epoch_loss", "epoch_mae"]));
        Assert.That(EventFile.Tags(validation),
            Is.EquivalentTo((string[])["evaluation_loss_vs_iterations", "evaluation_mae_vs_iterations", "epoch_loss", "epoch_mae"]));
        Assert.That(Scalars(train, "epoch_loss"), Is.EqualTo(history["loss"].Select((v, i) => ((long)i, (float)v))));
        Assert.That(Scalars(validation, "epoch_mae"), Is.EqualTo(history["val_mae"].Select((v, i) => ((long)i, (float)v))));
        Assert.That(Scalars(validation, "evaluation_loss_vs_iterations"), Is.EqualTo(history["val_loss"].Select((v, i) => (2L * (i + 1), (float)v))));
        Assert.That(Scalars(train, "epoch_learning_rate").Select(p => p.Item2), Is.EqualTo((double[])[0.01 * Math.Sqrt(0.5), 0.005]).Within(1e-7));
    }

    [Test]
    public void Fit_UpdateFreq_WritesBatchResults([Values(1, 3)] int every)
    {
        using var folder = new TemporaryFolder();
        var running = new List<(long, float)>();
        Fit(CallbackRun.Model(), new(folder.Path, updateFreq: every, writeStepsPerSecond: true), 2,
            new LambdaCallback(onTrainBatchEnd: (_, logs) => running.Add((running.Count + 1, (float)logs["loss"]))));
        var train = EventFile.Read(folder.File("train"));
        Assert.That(Scalars(train, "batch_loss"), Is.EqualTo(running.Where(r => r.Item1 % every == 0)));
        Assert.That(Scalars(train, "batch_steps_per_second").Select(p => p.Item2), Is.All.GreaterThan(0).And.Exactly(4 / every).Items);
        Assert.That(Scalars(train, "epoch_steps_per_second").Select(p => p.Item2), Is.All.GreaterThan(0).And.Exactly(2).Items);
    }

    [Test]
    public void Evaluate_Alone_WritesAgainstIterations()
    {
        using var folder = new TemporaryFolder();
        var model = CallbackRun.Model();
        model.TrainOnBatch(CallbackRun.Data);
        var logs = model.Evaluate(CallbackRun.Data, verbose: Verbosity.Silent, callbacks: [new TensorBoard(folder.Path)]);
        Assert.That(Scalars(EventFile.Read(folder.File("validation")), "evaluation_loss_vs_iterations"), Is.EqualTo(new[] { (1L, (float)logs["loss"]) }));
    }

    [Test]
    public void Fit_HistogramFreq_WritesWeightsOfSomeEpochs()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential([3]).Dense(2, name: "first", kernelInitializer: new Initializers.Constant(0.5));
        model.Compile(new SGD(1e-9), "mse");
        model.Fit((Tensor.Ones([4, 3]).Contiguous(), Tensor.Ones([4, 2]).Contiguous()), epochs: 3, verbose: Verbosity.Silent,
            callbacks: [new TensorBoard(folder.Path, histogramFreq: 2, writeImages: true)]);
        var train = EventFile.Read(folder.File("train"));
        var kernel = EventFile.Of(train, "first/kernel/histogram");
        Assert.That(kernel.Select(k => k.Step), Is.EqualTo((long[])[0, 2]));
        Assert.That(kernel[0].Value.Metadata.PluginData.PluginName, Is.EqualTo("histograms"));
        Assert.That(kernel[0].Value.Tensor.DoubleVal, Is.EqualTo((double[])[0, 1, 6]), "six equal values stand in the middle of a bucket of width 1");
        var image = EventFile.Of(train, "first/kernel/image")[0].Value;
        Assert.That(image.Metadata.PluginData.PluginName, Is.EqualTo("images"));
        Assert.That((image.Tensor.StringVal[0].ToStringUtf8(), image.Tensor.StringVal[1].ToStringUtf8()),
            Is.EqualTo(("3", "2")), "a matrix lies on its longer side");
        Assert.That(EventFile.Tags(train), Does.Contain("first/bias/image"));
    }

    [Test]
    public void Histogram_Values_FallIntoBuckets()
    {
        var tensor = Summaries.Histogram("h", [-1, -1, 0.1, 2, double.NaN, double.PositiveInfinity]).Tensor;
        Assert.That(tensor.TensorShape.Dim.Select(d => d.Size), Is.EqualTo((long[])[30, 3]));
        var rows = tensor.DoubleVal.Chunk(3).ToList();
        Assert.That((rows[0][0], rows[^1][1]), Is.EqualTo((-1.0, 2.0)));
        Assert.That(rows.Zip(rows.Skip(1)).All(p => p.First[1] == p.Second[0]), "buckets touch");
        Assert.That(rows.Select(r => r[2]).Index().Where(r => r.Item > 0), Is.EqualTo(new[] { (0, 2.0), (11, 1.0), (29, 1.0) }));
        Assert.That(Summaries.Histogram("h", [double.NaN]).Tensor.TensorShape.Dim.Select(d => d.Size), Is.EqualTo((long[])[0, 3]));
    }

    [TestCase(new[] { 3, 3, 1, 5 }, new[] { 3, 3 }, 3, Description = "a kernel is an image for each filter, of which three are shown")]
    [TestCase(new[] { 4 }, new[] { 1, 4 }, 1)]
    [TestCase(new[] { 5, 4, 4, 3 }, new[] { 4, 4 }, 3)]
    [TestCase(new[] { 1, 1 }, new[] { 1, 1 }, 1)]
    [TestCase(new[] { 3, 3, 3, 8 }, null, 0)]
    [TestCase(new[] { 2, 2, 2, 2, 3 }, null, 0)]
    public void WeightImages_Shapes_GiveImages(int[] shape, int[]? size, int count)
    {
        var value = WeightImages.Of("w", Tensor.Full(new Shape(shape), 0.5).Contiguous());
        if (size is null) Assert.That(value, Is.Null);
        else Assert.That(value!.Tensor.StringVal.Take(2).Select(s => s.ToStringUtf8()), Is.EqualTo((string[])[$"{size[0]}", $"{size[1]}"]));
        Assert.That((value?.Tensor.StringVal.Count ?? 2) - 2, Is.EqualTo(count));
    }

    [Test]
    public void WriteGraph_FunctionalModel_HasItsLayersAndEdges()
    {
        var input = Vocabulary.Input([4], name: "features");
        var inner = new Sequential([4]) { Name = "inner" }.Dense(3, name: "deep");
        var shared = new Layers.Dense(3) { Name = "twice" };
        var model = new Model(input, Vocabulary.Add(inner.Apply(input), shared.Apply(input), shared.Apply(input)));
        var graph = ModelGraph.Of(model);
        Assert.That(graph.Node.Select(n => $"{n.Name} {n.Op} <- {string.Join(' ', n.Input)}"), Is.EquivalentTo((string[])
        [
            "features Placeholder <- ", "inner/deep Dense <- features", "twice Dense <- features", "twice_1 Dense <- features",
            $"{model.Layers[^1].Name} Add <- inner/deep twice twice_1",
        ]));
        Assert.That(graph.Node.First(n => n.Name == "twice").Attr["_output_shapes"].List.Shape[0].Dim.Select(d => d.Size), Is.EqualTo((long[])[-1, 3]));
        Assert.That(graph.Node.First(n => n.Name == "twice").Attr["parameters"].I, Is.EqualTo(15));
    }

    [Test]
    public void Fit_WriteGraph_StandsInTheFileOnce([Values] bool write)
    {
        using var folder = new TemporaryFolder();
        Fit(CallbackRun.Model(), new(folder.Path, writeGraph: write));
        var train = EventFile.Read(folder.File("train"));
        Assert.That(train.Count(e => e.WhatCase == Event.WhatOneofCase.GraphDef), Is.EqualTo(write ? 1 : 0));
        Assert.That(EventFile.Of(train, "keras"), Has.Count.EqualTo(write ? 1 : 0));
        if (write) Assert.That(GraphDef.Parser.ParseFrom(train.First(e => e.GraphDef.Length > 0).GraphDef).Node, Has.Count.EqualTo(2));
    }

    [Test]
    public void Fit_Embeddings_WritesTheProjectorsFiles()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential([2], DType.Int32).Embedding(3, 2, name: "words").Flatten().Dense(1);
        model.Compile(new SGD(0.1), "mse");
        DataSource data = (Tensor.From(new[,] { { 0, 1 }, { 2, 1 } }), Tensor.From(new float[,] { { 1 }, { 0 } }));
        model.Fit(data, verbose: Verbosity.Silent, callbacks: [new TensorBoard(folder.Path, embeddingsFreq: 1, embeddingsMetadata: new Dictionary<string,
            string> { ["words"] = "names.tsv" })]);
        Assert.That(File.ReadAllText(folder.File("projector_config.pbtxt")), Is.EqualTo(
            "embeddings {\n  tensor_name: \"words/embeddings\"\n  tensor_path: \"words.tsv\"\n  metadata_path: \"names.tsv\"\n}\n"));
        var rows = File.ReadAllLines(folder.File("words.tsv")).Select(l => l.Split('\t').Select(float.Parse).ToArray()).ToList();
        Assert.That(rows.SelectMany(r => r), Is.EqualTo(model.Layers[0].Weights[0].Value.ToFloats()));
        Assert.That(rows, Has.Count.EqualTo(3));

        var wrong = new TensorBoard(folder.Path, embeddingsFreq: 1, embeddingsMetadata: new Dictionary<string, string> { ["verbs"] = "x" });
        Assert.That(() => model.Fit(data, verbose: Verbosity.Silent, callbacks: [wrong]), Throws.TypeOf<DeepSharpException>().With.Message.EqualTo(
            "TensorBoard: embeddingsMetadata names 'verbs', but the model's embedding layers are 'words'."));
    }

    [Test]
    public void Constructor_BadSettings_Throws() => Assert.Multiple(() =>
    {
        Assert.That(() => new TensorBoard(profileBatch: 2),
            Throws.TypeOf<InvalidValueException>().With.Message.StartsWith("TensorBoard: profileBatch is not supported, got 2"));
        Assert.That(() => new TensorBoard(histogramFreq: -1), Throws.TypeOf<InvalidValueException>().With.Message.Contains("must be 0 or more, got -1 and 0"));
        Assert.That(() => new TensorBoard(updateFreq: 0), Throws.TypeOf<InvalidValueException>().With.Message.Contains("every 1 or more batches, got 0"));
        Assert.That(() => new TensorBoard(updateFreq: "hour"), Throws.TypeOf<InvalidValueException>().With.Message.Contains("got \"hour\""));
    });

    [Test]
    public void Fit_ReadByPython_SaysTheSame()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential([2, 2, 1]).Conv2D(1, 2, name: "conv", kernelInitializer: new Initializers.RandomUniform(seed: 3)).Flatten(name: "flat");
        model.Compile(new SGD(0.0), "mse");
        var history = model.Fit((Tensor.Ones([2, 2, 2, 1]).Contiguous(), Tensor.Ones([2, 1]).Contiguous()), epochs: 2, verbose: Verbosity.Silent,
            callbacks: [new TensorBoard(folder.Path, histogramFreq: 1, writeImages: true)]);
        var events = JArray.Parse(Python(Path.Combine(DocPage.Root, "DeepSharp.Tests", "Callbacks", "TensorBoard", "read_events.py"), folder.File("train")));
        Assert.That((string)events[0]["version"]!, Is.EqualTo("brain.Event:2"));
        var summaries = events.Where(e => e["summary"] is not null).SelectMany(e => e["summary"]!.Select(s => (Step: (long)e["step"]!, Summary: s))).ToList();
        JToken One(string tag, long step) => summaries.Single(s => s.Step == step && (string)s.Summary["tag"]! == tag).Summary;
        Assert.That((double)One("epoch_loss", 1)["values"]![0]!, Is.EqualTo(history["loss"][1]).Within(1e-6));
        Assert.That((string)One("keras", 0)["values"]![0]!, Is.EqualTo("Sequential"));
        var weights = model.Weights[0].Value.ToFloats();
        var histogram = One("conv/kernel/histogram", 0);
        Assert.That(histogram["values"]!.Values<double>().Chunk(3).Sum(r => r[2]), Is.EqualTo(4));
        Assert.That((double)histogram["values"]![0]!, Is.EqualTo(weights.Min()).Within(1e-7));
        var image = One("conv/kernel/image", 0)["values"]!;
        Assert.That(image[2]!["size"]!.Values<int>(), Is.EqualTo((int[])[2, 2]));
        Assert.That(image[2]!["pixels"]!.Values<int>().Order().ToList() is [0, .., 255]);
        var graph = events.Single(e => e["graph"] is not null)["graph"]!;
        Assert.That(graph.Select(n => (string)n["op"]!), Is.EqualTo((string[])["Placeholder", "Conv2D", "Flatten"]));
    }

    /// <summary>Runs a script; the test is left out where there is no Python.</summary>
    private static string Python(params string[] arguments)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("python3 is not installed; event files were not read by another implementation");
            throw;
        }
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, errors.Result);
            return output;
        }
    }
}
