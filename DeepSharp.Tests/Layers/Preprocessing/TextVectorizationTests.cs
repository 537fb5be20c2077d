using DeepSharp.Layers;

namespace DeepSharp.Tests;

/// <summary>Values are those of the examples in Keras' documentation of <c>TextVectorization</c>, or counted by hand.</summary>
public sealed class TextVectorizationTests
{
    private static readonly string[] s_texts = ["foo bar", "bar baz", "baz bada boom"];

    private static TextVectorization Adapted(TextVectorization layer, params string[] texts)
    {
        layer.Adapt(texts.Length == 0 ? s_texts : texts);
        return layer;
    }

    [Test]
    [Covers(typeof(TextVectorization))]
    public void TextVectorization_Settings_SurviveFiles() => TextLayerCheck.RoundTrip(
        new TextVectorization(), Adapted(new(maxTokens: 5000, outputSequenceLength: 4)), Adapted(new(ngrams: 2, outputMode: OutputMode.TfIdf)),
        new TextVectorization(standardize: TextStandardization.None, split: TextSplit.None, ngrams: new[] { 1, 3 }),
        new TextVectorization(standardize: TextStandardization.Lower, split: TextSplit.Character),
        new TextVectorization(9, TextStandardization.StripPunctuation, outputMode: OutputMode.Count, padToMaxTokens: true, vocabulary: ["a", "b"]));

    [Test]
    public void TextVectorization_Adapt_LearnsMostFrequentTokens()
    {
        var layer = Adapted(new(maxTokens: 5000, outputSequenceLength: 4));
        Assert.That(layer.GetVocabulary(), Is.EqualTo(new[] { "", "[UNK]", "baz", "bar", "foo", "boom", "bada" }));
        var y = layer.Apply(["foo qux bar", "qux baz"]);
        Assert.That(y.Shape, Is.EqualTo(new Shape(2, 4)));
        Assert.That(y.DType, Is.EqualTo(DType.Int64));
        Assert.That(y.ToInts(), Is.EqualTo(new[] { 4, 1, 3, 0, 1, 2, 0, 0 }));
        Assert.That(layer.Apply("baz baz baz baz baz").ToInts(), Is.EqualTo(new[] { 2, 2, 2, 2 }), "cut");
        Assert.That(Adapted(new()).Apply(["foo", "bar baz boom", ""]).ToInts(), Is.EqualTo(new[] { 4, 0, 0, 3, 2, 5, 0, 0, 0 }), "the longest of the call");
        Assert.That(Adapted(new(maxTokens: 4)).GetVocabulary(), Is.EqualTo(new[] { "", "[UNK]", "baz", "bar" }));
    }

    [Test]
    public void TextVectorization_Vocabulary_IsTakenOver()
    {
        var layer = new TextVectorization(vocabulary: ["earth", "wind", "and", "fire"]);
        Assert.That(layer.GetVocabulary(), Is.EqualTo(new[] { "", "[UNK]", "earth", "wind", "and", "fire" }));
        Assert.That(new TextVectorization(vocabulary: layer.GetVocabulary()).Apply("Fire, and wind!").ToInts(), Is.EqualTo(new[] { 5, 4, 3 }));
    }

    [Test]
    public void TextVectorization_Standardize_ChangesAsciiOnly()
    {
        const string text = "Übung: MACHT'S~ (a_b)!";
        Assert.That(TextStandardization.LowerAndStripPunctuation.Apply(text), Is.EqualTo("Übung machts ab"));
        Assert.That(TextStandardization.Lower.Apply(text), Is.EqualTo("Übung: macht's~ (a_b)!"));
        Assert.That(TextStandardization.StripPunctuation.Apply(text), Is.EqualTo("Übung MACHTS ab"));
        Assert.That(TextStandardization.None.Apply(text), Is.EqualTo(text));
        Assert.That(TextStandardization.StripPunctuation.Apply("!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'x"), Is.EqualTo("x"));
    }

    [Test]
    public void TextVectorization_Split_GivesTokens()
    {
        Assert.That(TextSplit.Whitespace.Apply(" a \t b\n\nc\u00a0d "), Is.EqualTo(new[] { "a", "b", "c\u00a0d" }), "white space of ASCII");
        Assert.That(TextSplit.Character.Apply("a\U0001F600ß"), Is.EqualTo(new[] { "a", "\U0001F600", "ß" }));
        var whole = Adapted(new(split: TextSplit.None), "New York", "Rome", "rome");
        Assert.That(whole.GetVocabulary(false), Is.EqualTo(new[] { "rome", "new york" }));
        Assert.That(whole.Apply(["NEW YORK", "rome"]).ToInts(), Is.EqualTo(new[] { 3, 2 }));
    }

    [Test]
    public void TextVectorization_Functions_AreUsedButNotWritten()
    {
        var layer = Adapted(new(standardize: new(t => t.ToUpperInvariant()), split: new(t => t.Split(','))), "ä,b", "b");
        Assert.That(layer.GetVocabulary(false), Is.EqualTo(new[] { "B", "Ä" }));
        Assert.That(() => KerasJson.Write(layer), Throws.TypeOf<NotSupportedException>().With.Message.Contains("cannot be written to a file"));
        Assert.That(() => KerasJson.Write(new TextVectorization(split: new(t => [t]))), Throws.TypeOf<NotSupportedException>().With.Message.Contains("splits texts"));
    }

    [Test]
    public void TextVectorization_NGrams_JoinNeighbours()
    {
        Assert.That(new NGrams(2).Apply(["a", "b", "c"]), Is.EqualTo(new[] { "a", "b", "c", "a b", "b c" }));
        Assert.That(new NGrams([3, 1]).Apply(["a", "b"]), Is.EqualTo(new[] { "a", "b" }));
        var layer = Adapted(new(ngrams: new[] { 2 }));
        Assert.That(layer.GetVocabulary(false), Is.EqualTo(new[] { "foo bar", "baz bada", "bar baz", "bada boom" }));
        Assert.That(() => new NGrams(0), Throws.TypeOf<InvalidValueException>());
    }

    [Test]
    public void TextVectorization_Vectors_FollowTheMode()
    {
        string[] data = ["bar foo bar qux", "boom"];
        double[] Of(TextVectorization layer) => Adapted(layer).Apply(data).ToDoubles();
        Assert.That(Of(new(outputMode: OutputMode.MultiHot)), Is.EqualTo(new double[] { 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0 }));
        Assert.That(Of(new(outputMode: OutputMode.Count)), Is.EqualTo(new double[] { 1, 0, 2, 1, 0, 0, 0, 0, 0, 0, 1, 0 }));
        Assert.That(Of(new(8, outputMode: OutputMode.Count, padToMaxTokens: true)), Is.EqualTo(new double[] { 1, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0 }));
        double two = Math.Log(1 + 3 / 3.0), one = Math.Log(1 + 3 / 2.0), mean = (2 * two + 3 * one) / 5;
        Assert.That(Of(new(outputMode: OutputMode.TfIdf)), Is.EqualTo(new[] { mean, 0, 2 * two, one, 0, 0, 0, 0, 0, 0, one, 0 }).Within(1e-6));
        Assert.That(Adapted(new(outputMode: OutputMode.Count)).Apply("foo foo").ToDoubles(), Is.EqualTo(new double[] { 0, 0, 0, 2, 0, 0 }));
    }

    [Test]
    public void TextVectorization_KerasJson_IsRead()
    {
        const string json = """
            {"module": "keras.layers", "class_name": "TextVectorization", "config": {"name": "tv", "trainable": true,
             "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "max_tokens": 100,
             "standardize": null, "split": "whitespace", "ngrams": [1, 2], "output_mode": "int", "output_sequence_length": 3, "pad_to_max_tokens": false,
             "sparse": false, "ragged": false, "vocabulary": ["a", "B"], "idf_weights": null, "encoding": "utf-8", "vocabulary_size": 4}, "registered_name": null}
            """;
        var layer = (TextVectorization)KerasJson.Read<Layer>(json);
        Assert.That(layer.Apply("B a").ToInts(), Is.EqualTo(new[] { 3, 2, 1 }));
        Assert.That(layer.Standardize, Is.EqualTo(TextStandardization.None));
        Assert.That(() => KerasJson.Read<Layer>(json.Replace("\"split\": \"whitespace\"", "\"split\": \"words\"")),
            Throws.TypeOf<ConfigException>().With.Message.Contains("'whitespace', 'character' or null"));
    }

    [Test]
    public void TextVectorization_Misuse_Throws()
    {
        void Refuses(Action act, string message) => Assert.That(act, Throws.TypeOf<InvalidValueException>().With.Message.Contains(message));
        Refuses(() => new TextVectorization().Apply("a"), "has no vocabulary yet");
        Refuses(() => new TextVectorization().Adapt(["", "!"]), "Adapt got no tokens");
        Refuses(() => new TextVectorization(vocabulary: ["a"]).Adapt(["a"]), "was given its vocabulary");
        Refuses(() => Adapted(new(outputMode: OutputMode.OneHot)), "output mode OneHot is not one of Int, MultiHot, Count, TfIdf");
        Refuses(() => Adapted(new(outputMode: OutputMode.Count, outputSequenceLength: 3)), "outputSequenceLength belongs to output mode Int");
        Refuses(() => Adapted(new(outputSequenceLength: 0)), "outputSequenceLength must be positive");
        Refuses(() => Adapted(new()).Apply(Tensor.Zeros([2])), "TextDataset.From(texts, labels).Map(layer.Apply)");
        Refuses(() => new Sequential([3]).Add(Adapted(new())), "cannot stand inside a model");
    }
}
