using DeepSharp.Hdf5;
using DeepSharp.Layers;
using DeepSharp.Tests.Data;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving;

/// <summary>Models of Keras whose images have their channels first; what such a model of Keras 3.16 computes is checked by <c>KerasGoldenTests</c>.</summary>
public sealed class ChannelsFirstTests
{
    /// <summary>The same net, channels last, with a kernel for each of its layers.</summary>
    private static Sequential Last() => new Sequential([6, 5, 2]).Conv2D(3, 3).MaxPooling2D().Conv2DTranspose(2, 2).Flatten().Dense(4);

    private static JObject First()
    {
        var json = JObject.Parse(Last().ToJson());
        foreach (var layer in json.SelectTokens("config.layers[*]"))
            if ((string?)layer["class_name"] is not ("InputLayer" or "Dense")) layer["config"]!["data_format"] = "channels_first";
        var input = json.SelectToken("config.layers[0].config")!;
        input["batch_shape"] = new JArray(JValue.CreateNull(), 2L, 6L, 5L);
        return json;
    }

    [Test]
    public void FromJson_SequentialChannelsFirst_ComputesTheSameInItsOwnOrder()
    {
        var (last, first) = (Last(), Model.FromJson(First().ToString()));
        first.SetWeights(last.GetWeights());
        Assert.That(first.Inputs[0].Shape, Is.EqualTo(new Shape(Dim.Any, 2, 6, 5)));
        var x = Tensor.RandomNormal([3, 6, 5, 2], seed: 1);
        Close.Same("channels first", last.Predict(x), first.Predict(x.Transpose([0, 3, 1, 2])), 1e-6);
        using var folder = new TemporaryFolder();
        first.Save(folder.File("m.keras"));
        Close.Same("saved", last.Predict(x), Model.Load(folder.File("m.keras")).Predict(x.Transpose([0, 3, 1, 2])), 1e-6);
    }

    [Test]
    public void FromJson_LayerWhoseAxesAreNotKnown_IsRefusedByName()
    {
        var json = First();
        var odd = JObject.Parse("""{"class_name": "Reshape", "config": {"name": "r", "target_shape": [1, -1]}}""");
        ((JArray)json["config"]!["layers"]!)[4].AddBeforeSelf(odd);
        Assert.That(() => Model.FromJson(json.ToString()), Throws.TypeOf<ConfigException>().With.Message.Contains(
            "Flatten: key 'data_format' is \"channels_first\""));
    }

    /// <summary>A file of Keras 2 on Theano, whose convolutions turn their kernels; and one of Keras 1, of which nobody knows.</summary>
    [Test]
    public void Load_FileOfTheano_TurnsTheKernels()
    {
        using var folder = new TemporaryFolder();
        var last = Last();
        Write(folder.File("new.h5"), last, "2.1.0", turned: true);
        var x = Tensor.RandomNormal([3, 6, 5, 2], seed: 1);
        Close.Same("of Theano", last.Predict(x), Model.Load(folder.File("new.h5")).Predict(x.Transpose([0, 3, 1, 2])), 1e-6);
        Write(folder.File("old.h5"), last, "1.2.2", turned: true);
        Assert.That(() => Model.Load(folder.File("old.h5")), Throws.TypeOf<ModelFileException>().With.Message.Contains(
            "has its channels first and is of Keras 1, whose files do not tell how Theano had turned such kernels. Load it with Keras 2 and save it again."));
    }

    private static void Write(string path, Model model, string version, bool turned)
    {
        var root = new Hdf5GroupNode();
        var config = First();
        root.Add("model_config", config.ToString());
        var weights = root.Group("model_weights");
        weights.Add("backend", "theano");
        weights.Add("keras_version", version);
        var layers = model.Layers.Where(l => l.Weights.Count > 0).ToList();
        // The JSON is that of another model, whose layers have names of their own.
        string[] own = [.. config.SelectTokens("config.layers[*]").Where(l => (string?)l["class_name"] is "Conv2D" or "Conv2DTranspose" or "Dense")
            .Select(l => (string)l["config"]!["name"]!)];
        weights.Attributes.Add(("layer_names", own, true));
        foreach (var (name, layer) in own.Zip(layers))
        {
            var group = weights.Group(name);
            group.Attributes.Add(("weight_names", [.. layer.Weights.Select((_, i) => $"w{i}")], true));
            foreach (var (i, w) in layer.Weights.Index())
                root.Dataset($"model_weights/{name}/w{i}", turned && w.Shape.Rank == 4 ? w.Value.Flip(new Axes(0, 1)) : w.Value);
        }
        using var stream = File.Create(path);
        Hdf5Writer.Write(stream, root);
    }
}
