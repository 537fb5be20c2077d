using DeepSharp.Layers;

namespace DeepSharp.Tests;

/// <summary>Values are those of the examples in Keras' documentation of <c>StringLookup</c>, or counted by hand.</summary>
public sealed class StringLookupTests
{
    private static readonly string[] s_abcd = ["a", "b", "c", "d"];
    private static readonly string[][] s_data = [["a", "c", "d"], ["d", "z", "b"]];
    private static readonly string[][] s_four = [["a", "c", "d", "d"], ["d", "z", "b", "z"]];

    private static double[] Apply(StringLookup layer, string[][] data) => layer.Apply(data).ToDoubles();

    [Test]
    [Covers(typeof(StringLookup))]
    public void StringLookup_Settings_SurviveFiles() => TextLayerCheck.RoundTrip(
        new StringLookup(), new StringLookup(10, 2, "[M]", "[U]", s_abcd, salt: (1, 2)), new StringLookup(vocabulary: s_abcd, invert: true),
        new StringLookup(9, vocabulary: s_abcd, idfWeights: [0.25, 0.75, 0.6, 0.4], outputMode: OutputMode.TfIdf, padToMaxTokens: true));

    [Test]
    public void StringLookup_Given_LooksUp()
    {
        var layer = new StringLookup(vocabulary: s_abcd);
        var y = layer.Apply(s_data);
        Assert.That(y.DType, Is.EqualTo(DType.Int64));
        Assert.That(y.Shape, Is.EqualTo(new Shape(2, 3)));
        Assert.That(y.ToInts(), Is.EqualTo(new[] { 1, 3, 4, 4, 0, 2 }));
        Assert.That(layer.Apply(["a", "?"]).ToInts(), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(layer.Apply("b").Item(), Is.EqualTo(2));
        Assert.That(layer.GetVocabulary(), Is.EqualTo(new[] { "[UNK]", "a", "b", "c", "d" }));
        Assert.That(layer.GetVocabulary(includeSpecialTokens: false), Is.EqualTo(s_abcd));
        Assert.That(layer.VocabularySize, Is.EqualTo(5));
    }

    [Test]
    public void StringLookup_Adapt_CountsAndBreaksTiesByTheGreaterToken()
    {
        var layer = new StringLookup();
        layer.Adapt(s_data);
        Assert.That(layer.GetVocabulary(), Is.EqualTo(new[] { "[UNK]", "d", "z", "c", "b", "a" }));
        Assert.That(Apply(layer, s_data), Is.EqualTo(new double[] { 5, 3, 1, 1, 2, 4 }));
        layer.Adapt(["x", "[UNK]", "x", "y", "[UNK]", "[UNK]"]);
        Assert.That(layer.GetVocabulary(), Is.EqualTo(new[] { "[UNK]", "x", "y" }), "learnt anew, without special tokens");
        var short_ = new StringLookup(maxTokens: 4, maskToken: "");
        short_.Adapt(["c", "b", "a", "a", "", "", ""]);
        Assert.That(short_.GetVocabulary(), Is.EqualTo(new[] { "", "[UNK]", "a", "c" }));
        var wide = new StringLookup();
        wide.Adapt(["\uE000", "\U0001F600", "z"]);
        Assert.That(wide.GetVocabulary(false), Is.EqualTo(new[] { "\U0001F600", "\uE000", "z" }), "order of UTF-8 bytes, not of UTF-16 units");
    }

    [Test]
    public void StringLookup_Mask_IsIndexZeroOrDropped()
    {
        var ints = new StringLookup(vocabulary: s_abcd, maskToken: "");
        Assert.That(ints.Apply(["", "a", "z"]).ToInts(), Is.EqualTo(new[] { 0, 2, 1 }));
        Assert.That(Apply(ints, [["a"], ["b", "c", "d"]]), Is.EqualTo(new double[] { 2, 0, 0, 3, 4, 5 }), "filled up");
        var counts = new StringLookup(vocabulary: s_abcd, maskToken: "", outputMode: OutputMode.Count);
        Assert.That(counts.GetVocabulary(), Is.EqualTo(new[] { "[UNK]", "a", "b", "c", "d" }));
        Assert.That(Apply(counts, [["", "a", "z", "a"]]), Is.EqualTo(new double[] { 1, 2, 0, 0, 0 }));
    }

    [Test]
    public void StringLookup_Vectors_FollowTheMode()
    {
        Assert.That(new StringLookup(vocabulary: s_abcd, outputMode: OutputMode.OneHot).Apply(["a", "z"]).ToDoubles(),
            Is.EqualTo(new double[] { 0, 1, 0, 0, 0, 1, 0, 0, 0, 0 }));
        Assert.That(Apply(new(vocabulary: s_abcd, outputMode: OutputMode.MultiHot), s_four), Is.EqualTo(new double[] { 0, 1, 0, 1, 1, 1, 0, 1, 0, 1 }));
        Assert.That(Apply(new(vocabulary: s_abcd, outputMode: OutputMode.Count), s_four), Is.EqualTo(new double[] { 0, 1, 0, 1, 2, 2, 0, 1, 0, 1 }));
        var padded = new StringLookup(7, vocabulary: s_abcd, outputMode: OutputMode.Count, padToMaxTokens: true).Apply(["a", "a"]);
        Assert.That(padded.ToDoubles(), Is.EqualTo(new double[] { 0, 2, 0, 0, 0, 0, 0 }), "one sample");
        Assert.That(padded.DType, Is.EqualTo(DType.Float32));
    }

    [Test]
    public void StringLookup_TfIdf_WeighsCounts()
    {
        var layer = new StringLookup(outputMode: OutputMode.TfIdf);
        layer.SetVocabulary(s_abcd, [0.25, 0.75, 0.6, 0.4]);
        Assert.That(Apply(layer, s_four), Is.EqualTo(new[] { 0, 0.25, 0, 0.6, 0.8, 1, 0, 0.75, 0, 0.4 }).Within(1e-6));
        layer.SetVocabulary(["[UNK]", .. s_abcd], [0.9, 0.25, 0.75, 0.6, 0.4]);
        Assert.That(Apply(layer, s_four), Is.EqualTo(new[] { 0, 0.25, 0, 0.6, 0.8, 1.8, 0, 0.75, 0, 0.4 }).Within(1e-6));
        var learnt = new StringLookup(outputMode: OutputMode.TfIdf);
        learnt.Adapt([["a", "b", "a"], ["a"], ["c", "b"]]);
        double a = Math.Log(1 + 3 / 3.0), b = Math.Log(1 + 3 / 3.0), c = Math.Log(1 + 3 / 2.0);
        Assert.That(learnt.GetVocabulary(), Is.EqualTo(new[] { "[UNK]", "a", "b", "c" }));
        Assert.That(learnt.IdfWeights, Is.EqualTo(new[] { a, b, c }).Within(1e-12));
        Assert.That(Apply(learnt, [["a", "a", "c", "?"]]), Is.EqualTo(new[] { (a + b + c) / 3, 2 * a, 0, c }).Within(1e-6));
        TextLayerCheck.RoundTrip(learnt);
    }

    [Test]
    public void StringLookup_Invert_GoesBack()
    {
        var back = new StringLookup(vocabulary: s_abcd, invert: true);
        Assert.That(back.ToTokens(new[,] { { 1, 3, 4 }, { 4, 0, 2 } }), Is.EqualTo(new[] { "a", "c", "d", "d", "[UNK]", "b" }));
        Assert.That(back.ToTokens(new[] { -1, 99 }), Is.EqualTo(new[] { "[UNK]", "[UNK]" }));
        Assert.That(new StringLookup(vocabulary: s_abcd, maskToken: "-", invert: true).ToTokens(new[] { 0, 1, 2 }), Is.EqualTo(new[] { "-", "[UNK]", "a" }));
        Assert.That(() => back.Apply("a"), Throws.TypeOf<InvalidValueException>().With.Message.Contains("use ToTokens"));
        Assert.That(() => new StringLookup(vocabulary: s_abcd).ToTokens(new[] { 1 }), Throws.TypeOf<InvalidValueException>().With.Message.Contains("invert: true"));
    }

    [Test]
    public void StringLookup_SeveralUnknown_HashesAsHashingDoes()
    {
        // FarmHash64 modulo 3 of A … E gives 1, 0, 1, 1, 2; SipHash under (133, 137) gives 1, 2, 1, 0, 2 (Keras' hashing_test.py).
        string[] tokens = ["A", "B", "C", "D", "E", "x"];
        Assert.That(new StringLookup(vocabulary: ["x"], numOovIndices: 3).Apply(tokens).ToInts(), Is.EqualTo(new[] { 1, 0, 1, 1, 2, 3 }));
        Assert.That(new StringLookup(vocabulary: ["x"], numOovIndices: 3, salt: (133, 137)).Apply(tokens).ToInts(), Is.EqualTo(new[] { 1, 2, 1, 0, 2, 3 }));
        Assert.That(new StringLookup(vocabulary: ["x"], numOovIndices: 3, salt: 133, maskToken: "").Apply(tokens).ToInts(), Is.EqualTo(new[] { 1, 1, 3, 2, 1, 4 }));
    }

    [Test]
    public void StringLookup_Misuse_Throws()
    {
        void Refuses(Action act, string message) => Assert.That(act, Throws.TypeOf<InvalidValueException>().With.Message.Contains(message));
        Refuses(() => new StringLookup().Apply("a"), "has no vocabulary yet. Call Adapt(data)");
        Refuses(() => new StringLookup().Adapt(Array.Empty<string>()), "Adapt got no tokens");
        Refuses(() => new StringLookup(vocabulary: s_abcd).Adapt(["a"]), "was given its vocabulary");
        Refuses(() => new StringLookup(vocabulary: s_abcd, numOovIndices: 0).Apply("z"), "\"z\" is not in the vocabulary of 4 tokens");
        Refuses(() => new StringLookup(vocabulary: []).Apply("z"), "the vocabulary is empty");
        Refuses(() => new StringLookup(vocabulary: ["a", "b", "a"]).Apply("z"), "more than once: \"a\"");
        Refuses(() => new StringLookup(vocabulary: ["a", "-"], maskToken: "-").Apply("z"), "the mask token \"-\" stands in the vocabulary, after 1 tokens");
        Refuses(() => new StringLookup(vocabulary: ["a", "[UNK]"], invert: true).ToTokens(new[] { 1 }), "the unknown token \"[UNK]\"");
        Refuses(() => new StringLookup(4, vocabulary: s_abcd).Apply("z"), "has 5 tokens, special ones among them, but maxTokens is 4");
        Refuses(() => new StringLookup(1).Adapt(["a"]), "maxTokens must be greater than 1");
        Refuses(() => new StringLookup(padToMaxTokens: true).Adapt(["a"]), "padToMaxTokens needs maxTokens");
        Refuses(() => new StringLookup(numOovIndices: -1).Adapt(["a"]), "must not be negative");
        Refuses(() => new StringLookup(3, numOovIndices: 3).Adapt(["a"]), "leaves no place");
        Refuses(() => new StringLookup(invert: true, outputMode: OutputMode.Count).Adapt(["a"]), "output mode must be Int");
        Refuses(() => new StringLookup(vocabulary: s_abcd, outputMode: OutputMode.TfIdf).Apply("a"), "needs idfWeights");
        Refuses(() => new StringLookup(vocabulary: s_abcd, idfWeights: [1, 1], outputMode: OutputMode.TfIdf).Apply("a"), "2 idfWeights for a vocabulary of 4");
        Refuses(() => new StringLookup(vocabulary: s_abcd, idfWeights: [1, 1, 1, 1]).Apply("a"), "belong to output mode TfIdf");
        Refuses(() => new StringLookup(vocabulary: s_abcd).Apply(Tensor.Zeros([2])), "takes strings, which tensors do not hold");
        Assert.That(() => new StringLookup(vocabulary: s_abcd).Apply([["a"], ["b", "c"]]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("different lengths"));
    }
}
