using System.IO.Compression;
using System.Text;
using DeepSharp.Hdf5;
using DeepSharp.Layers;
using DeepSharp.Tests.Data;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving;

/// <summary>Vocabularies that were learnt stand in <c>.keras</c> files as Keras 3.16 puts them there: texts below assets/, weights of tokens as idf_weights.</summary>
public sealed class KerasVocabularyTests
{
    private static readonly Tensor s_ids = Tensor.From(new[] { 7L, 3, 7, 9, 3, 7, -4, 9, 3, 7 }, [5, 2]);

    private static Sequential Model(IntegerLookup lookup)
    {
        lookup.Adapt(s_ids);
        return new Sequential([2], DType.Int64).Add(lookup).Dense(3);
    }

    private static string Text(ZipArchive zip, string entry)
    {
        using var reader = new StreamReader(zip.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    [TestCase(OutputMode.MultiHot), TestCase(OutputMode.TfIdf), TestCase(OutputMode.Count)]
    public void Save_LearntVocabulary_StandsBesideTheSettingsAndComesBack(OutputMode mode)
    {
        using var folder = new TemporaryFolder();
        var model = Model(new IntegerLookup(outputMode: mode, maxTokens: 6, padToMaxTokens: true));
        model.Save(folder.File("m.keras"));
        using (var zip = ZipFile.OpenRead(folder.File("m.keras")))
        {
            Assert.That(Text(zip, "assets/layers/integer_lookup/vocabulary.txt"), Is.EqualTo("-1\n7\n3\n9\n-4"));
            var settings = JObject.Parse(Text(zip, "config.json")).SelectToken("config.layers[1].config")!;
            Assert.That((settings["vocabulary"]!.Type, settings["idf_weights"]!.Type), Is.EqualTo((JTokenType.Null, JTokenType.Null)));
            using var bytes = new MemoryStream();
            using (var weights = zip.GetEntry("model.weights.h5")!.Open()) weights.CopyTo(bytes);
            var found = new Hdf5Content(new ByteSource(bytes)).Root.Find("layers/integer_lookup/vars/idf_weights") as Hdf5Dataset;
            Assert.That(found?.Read().Spec, mode == OutputMode.TfIdf ? Is.EqualTo(new TensorSpec([6], DType.Float32)) : Is.Null);
        }
        var back = DeepSharp.Model.Load(folder.File("m.keras"));
        var again = (IntegerLookup)back.GetLayer(model.Layers.OfType<IntegerLookup>().Single().Name);
        Assert.That(again.GetVocabulary(), Is.EqualTo((long[])[-1, 7, 3, 9, -4]));
        Assert.That(back.Predict(s_ids).ToFloats(), Is.EqualTo(model.Predict(s_ids).ToFloats()).Within(1e-6));
        back.Save(folder.File("again.keras"));
        using (var zip = ZipFile.OpenRead(folder.File("again.keras"))) Assert.That(zip.GetEntry("assets/layers/integer_lookup/vocabulary.txt"), Is.Not.Null);
        Assert.That(DeepSharp.Model.FromJson(model.ToJson()).Layers.OfType<IntegerLookup>().Single().Vocabulary, Is.EqualTo((long[])[7, 3, 9, -4]), "the JSON keeps it");
    }

    [Test]
    public void Save_GivenVocabulary_StaysInTheSettings()
    {
        using var folder = new TemporaryFolder();
        new Sequential([2], DType.Int64).Add(new IntegerLookup(vocabulary: [5, 6], outputMode: OutputMode.Count)).Dense(1).Save(folder.File("m.keras"));
        using (var zip = ZipFile.OpenRead(folder.File("m.keras"))) Assert.That(zip.Entries.Select(e => e.FullName), Has.None.StartsWith("assets/"));
        Assert.That(DeepSharp.Model.Load(folder.File("m.keras")).Layers.OfType<IntegerLookup>().Single().Vocabulary, Is.EqualTo((long[])[5, 6]));
    }

    [Test]
    public void LearntLines_TokenThatLinesCannotHold_StaysInTheSettings()
    {
        var (plain, odd) = (new StringLookup(), new StringLookup());
        plain.Adapt(["b", "a b"]);
        odd.Adapt(["a", "b\u2028c"]);
        Assert.That(((IVocabularyLayer)plain).LearntLines, Is.EqualTo((string[])["[UNK]", "b", "a b"]));
        Assert.That(((IVocabularyLayer)odd).LearntLines, Is.Null);
    }

    /// <summary>A model of Keras over strings: the text layer first, which here stands before the model.</summary>
    [Test]
    public void LoadLookup_TextModelOfKeras_GivesTheLayerAndLeavesTheWeights()
    {
        using var folder = new TemporaryFolder();
        var behind = new Sequential([4], DType.Int64).Embedding(5, 3).GlobalAveragePooling1D().Dense(1);
        Write(folder.File("m.keras"), behind, ("assets/layers/text_vectorization/vocabulary.txt", "\n[UNK]\nthe\r\ncat\nsat\n\n"),
            ("assets/layers/text_vectorization/_lookup_layer/vocabulary.txt", "\n[UNK]\nthe\ncat\nsat"));
        Refused(() => DeepSharp.Model.Load(folder.File("m.keras")), "its input 'text' takes strings, which tensors do not hold. Take its layers over strings with"
            + " Model.LoadLookup<TextVectorization>(path, name), build the layers behind them, and give those the weights with LoadWeights.");
        var vectorize = DeepSharp.Model.LoadLookup<TextVectorization>(folder.File("m.keras"), "vectorize");
        Assert.That(vectorize.GetVocabulary(), Is.EqualTo((string[])["", "[UNK]", "the", "cat", "sat"]));
        Assert.That(vectorize.Apply("The dog sat").ToInts(), Is.EqualTo((int[])[2, 1, 4, 0]));
        var model = new Sequential([4], DType.Int64).Embedding(vectorize.VocabularySize, 3).GlobalAveragePooling1D().Dense(1);
        model.LoadWeights(folder.File("m.keras"));
        var x = vectorize.Apply((string[])["the cat", "sat sat cat"]);
        Assert.That(model.Predict(x).ToFloats(), Is.EqualTo(behind.Predict(x).ToFloats()));
        Refused(() => DeepSharp.Model.LoadLookup<TextVectorization>(folder.File("m.keras"), "text"), "it has no lookup layer named 'text'; it has 'vectorize'.");
        Refused(() => DeepSharp.Model.LoadLookup<StringLookup>(folder.File("m.keras"), "vectorize"), "its layer 'vectorize' is a TextVectorization, not a StringLookup.");
    }

    [TestCase("assets/layers/dense/vocabulary.txt", "a", "its entry 'assets/layers/dense/vocabulary.txt' belongs to no layer of the model that looks tokens up.")]
    [TestCase("assets/layers/integer_lookup/vocabulary.txt", "-1\nseven", "a vocabulary of whole numbers has the line 'seven'.")]
    [TestCase("assets/layers/integer_lookup/vocabulary.txt", "-1\n7\n7", "tokens stand in the vocabulary more than once: 7.")]
    [TestCase("assets/layers/integer_lookup/words.bin", "", "it has the unknown entry 'assets/layers/integer_lookup/words.bin'; known are 'metadata.json', 'config.json',"
        + " 'model.weights.h5' and vocabularies in assets/.")]
    public void Load_DamagedVocabulary_IsRefused(string entry, string text, string message)
    {
        using var folder = new TemporaryFolder();
        Model(new IntegerLookup(outputMode: OutputMode.Count)).Save(folder.File("m.keras"));
        using (var zip = ZipFile.Open(folder.File("m.keras"), ZipArchiveMode.Update))
        {
            zip.GetEntry(entry)?.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(entry, CompressionLevel.NoCompression).Open());
            writer.Write(text);
        }
        Refused(() => DeepSharp.Model.Load(folder.File("m.keras")), message);
    }

    private static void Refused(Func<object> load, string message) => Assert.That(() => load(), Throws.TypeOf<ModelFileException>().With.Message.Contains(message));

    /// <summary>A file as Keras' code writes it: a string input, a TextVectorization that has learnt, and the layers of a model.</summary>
    private static void Write(string path, Model behind, params (string Entry, string Text)[] texts)
    {
        var config = JObject.Parse(behind.ToJson());
        var layers = (JArray)config["config"]!["layers"]!;
        var input = (JObject)layers[0]["config"]!;
        (input["name"], input["dtype"], input["batch_shape"]) = ("text", "string", new JArray(JValue.CreateNull(), 1));
        layers.Insert(1, JObject.Parse("""
            {"module": "keras.layers", "class_name": "TextVectorization", "config": {"name": "vectorize", "trainable": true, "dtype": {"module": "keras",
            "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "max_tokens": null, "standardize": "lower_and_strip_punctuation",
            "split": "whitespace", "ngrams": null, "output_mode": "int", "output_sequence_length": 4, "pad_to_max_tokens": false, "sparse": false, "ragged": false,
            "vocabulary": null, "idf_weights": null, "encoding": "utf-8", "vocabulary_size": 5}, "registered_name": null, "build_config": {"input_shape": [null, 1]}}
            """));
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        void Entry(string name, Action<Stream> write)
        {
            using var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            write(stream);
        }
        Entry("metadata.json", s => s.Write("""{"keras_version": "3.16.0", "date_saved": "2026-01-01@00:00:00"}"""u8));
        Entry("config.json", s => s.Write(Encoding.UTF8.GetBytes(config.ToString())));
        Entry("model.weights.h5", s => KerasWeights.Write(s, behind, behind.KerasWeightEntries()));
        foreach (var (entry, text) in texts) Entry(entry, s => s.Write(Encoding.UTF8.GetBytes(text)));
    }
}
