using System.IO.Compression;
using DeepSharp.Tests.Data;
using DeepSharp.Tests.Saving.Hdf5;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving;

/// <summary>Files of Keras 3, and ours beside them.</summary>
public sealed class KerasFileTests
{
    private static string RealFile(string name)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("DEEPSHARP_DATA") ?? "", "keras-v3", name);
        if (!File.Exists(path)) Assert.Ignore("DEEPSHARP_DATA does not name a folder with keras-v3.");
        return path;
    }

    /// <summary>The 150 flowers: four lengths and the species.</summary>
    private static (float[] X, int[] Y) Iris(bool standardised)
    {
        var rows = File.ReadLines(Path.Combine(Environment.GetEnvironmentVariable("DEEPSHARP_DATA")!, "tabular", "iris.csv")).Skip(1)
            .Select(l => l.Split(',')).ToList();
        var x = rows.SelectMany(r => r.Take(4).Select(v => float.Parse(v, System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        if (standardised)
            for (int c = 0; c < 4; c++)
            {
                var column = Enumerable.Range(0, rows.Count).Select(r => (double)x[4 * r + c]).ToList();
                double mean = column.Average(), deviation = Math.Sqrt(column.Average(v => (v - mean) * (v - mean)));
                for (int r = 0; r < rows.Count; r++) x[4 * r + c] = (float)((x[4 * r + c] - mean) / deviation);
            }
        return (x, [.. rows.Select(r => int.Parse(r[4]))]);
    }

    [TestCase("iris_k3.13.2.keras", false, 146), TestCase("iris_k3.0.2.keras", true, 148)]
    public void Load_RealFile_PredictsAsKerasDoes(string name, bool standardised, int right)
    {
        var model = Model.Load(RealFile(name));
        var (x, y) = Iris(standardised);
        var classes = model.Predict(Tensor.From(x, [150, 4])).ArgMax(-1).ToInts();
        Assert.That(classes.Zip(y).Count(p => p.First == p.Second), Is.EqualTo(right));
        Assert.That(model.IsCompiled && model.Optimizer is Adam);
        Assert.That(model.Optimizer.Iterations.Value.Item(), Is.GreaterThan(100));
    }

    [TestCase("iris_k3.13.2.keras"), TestCase("iris_k3.0.2.keras")]
    public void Save_LoadedRealFile_HoldsTheSameObjects(string name)
    {
        using var folder = new TemporaryFolder();
        var (real, ours) = (folder.File("real.h5"), folder.File("ours.h5"));
        var model = Model.Load(RealFile(name));
        model.Save(folder.File("m.keras"));
        model.SaveWeights(folder.File("m.weights.h5"));
        Extract(RealFile(name), real);
        Extract(folder.File("m.keras"), ours);
        var (expected, found) = (Listing(real), Listing(ours));
        // Before 3.13 Keras did not write names. Counters of steps are int32 on some backends.
        if (name.Contains("3.0.2")) foreach (var o in expected.Values.Concat(found.Values)) o.Remove("attrs");
        foreach (var o in (JObject[])[expected["optimizer/vars/0"], found["optimizer/vars/0"]]) (o["dtype"], o["sha1"]) = (null, null);
        Assert.That(found.Keys, Is.EquivalentTo(expected.Keys));
        foreach (var (path, o) in expected) Assert.That(found[path].ToString(), Is.EqualTo(o.ToString()), path);
        Assert.That(Listing(folder.File("m.weights.h5")).Keys, Is.EquivalentTo(expected.Keys));
    }

    [Test]
    public void Load_RealFile_GoesOnTraining()
    {
        var model = Model.Load(RealFile("iris_k3.13.2.keras"));
        var (x, y) = Iris(standardised: false);
        DataSource data = (Tensor.From(x, [150, 4]), Tensor.From(y, [150]));
        double before = model.Evaluate(data)["loss"], steps = model.Optimizer.Iterations.Value.Item();
        model.Fit(data, epochs: 20, batchSize: 150);
        Assert.That(model.Evaluate(data)["loss"], Is.LessThan(before));
        Assert.That(model.Optimizer.Iterations.Value.Item(), Is.EqualTo(steps + 20));
    }

    [Test]
    public void LoadWeights_OfRealFile_IntoOwnModel()
    {
        var model = new Sequential([4]).Dense(16, "relu").Dense(8, "relu").Dense(3, "softmax");
        model.LoadWeights(RealFile("iris_k3.13.2.keras"));
        var (x, real) = (SavingSamples.Data(5, 4), Model.Load(RealFile("iris_k3.13.2.keras")));
        Assert.That(model.Predict(x).ToFloats(), Is.EqualTo(real.Predict(x).ToFloats()));
    }

    [Test]
    public void Load_ArchiveOfFormat1_StillLoads()
    {
        using var folder = new TemporaryFolder();
        var model = SavingSamples.Compiled();
        model.Fit((SavingSamples.Data(12, 4), SavingSamples.Data(12, 2, 2)), batchSize: 4, epochs: 2, shuffle: true);
        model.Save(folder.File("m.keras"));
        using (var zip = ZipFile.Open(folder.File("m.keras"), ZipArchiveMode.Update))
        {
            zip.GetEntry("model.weights.h5")!.Delete();
            using (var weights = zip.CreateEntry("model.weights.safetensors", CompressionLevel.NoCompression).Open())
                SafetensorsContent.Write(weights, model.StateEntries().Select(e => (e.Path, e.Variable.Value)));
            var metadata = zip.GetEntry("metadata.json")!;
            string text;
            using (var reader = new StreamReader(metadata.Open())) text = reader.ReadToEnd();
            metadata.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("metadata.json", CompressionLevel.NoCompression).Open());
            writer.Write(text.Replace("\"format\":2", "\"format\":1"));
        }
        SavingSamples.SameState(Model.Load(folder.File("m.keras")), model);
    }

    [Test]
    public void Save_Functional_HasKerasPathsAndEmptyGroups()
    {
        using var folder = new TemporaryFolder();
        SavingSamples.Graph().SaveWeights(folder.File("g.weights.h5"));
        using var file = Hdf5File.Open(folder.File("g.weights.h5"));
        var paths = Hdf5Listing.Paths(file.Root).ToList();
        Assert.That(paths, Is.SupersetOf((string[])
            ["vars", "layers/input_layer/vars", "layers/input_layer_1/vars", "layers/dense/vars/0", "layers/functional/layers/input_layer/vars",
                "layers/functional/layers/wrapped/layer/vars/1"]));
        Assert.That((file.Root["vars"].Attribute("name"), file.Root["layers/dense/vars"].Attribute("name")), Is.EqualTo(("graph", "shared")));
    }

    [Test]
    public void SaveWeights_HalfPrecisionModel_IsConvertedByLoading()
    {
        using var folder = new TemporaryFolder();
        var half = new Sequential([4]).Add(new DeepSharp.Layers.Dense(3) { DType = DType.BFloat16 });
        var single = new Sequential([4]).Add(new DeepSharp.Layers.Dense(3));
        half.SaveWeights(folder.File("h.weights.h5"));
        single.LoadWeights(folder.File("h.weights.h5"));
        Assert.That(single.Weights[0].Value.ToFloats(), Is.EqualTo(half.Weights[0].Value.Cast(DType.Float32).ToFloats()));
        Assert.That(Listing(folder.File("h.weights.h5"))["layers/dense/vars/0"]["dtype"]!.ToString(), Is.EqualTo("bfloat16"));
    }

    private static void Extract(string archive, string to)
    {
        using var zip = ZipFile.OpenRead(archive);
        zip.GetEntry("model.weights.h5")!.ExtractToFile(to);
    }

    private static Dictionary<string, JObject> Listing(string path) =>
        JObject.Parse(H5py.Run(H5pyScripts.ListFile, path)).Properties().ToDictionary(p => p.Name, p => (JObject)p.Value);
}
