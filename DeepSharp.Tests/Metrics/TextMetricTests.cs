using DeepSharp.Metrics;

namespace DeepSharp.Tests.Metrics;

public sealed class TextMetricTests
{
    [Test]
    public void Bleu_TextsWithSeveralReferences_IsAsPublished()
    {
        // The example of NLTK's corpus_bleu: 0.5920778868801042 for these two texts of three and one references.
        string[] one = ["It is a guide to action that ensures that the military will forever heed Party commands",
            "It is the guiding principle which guarantees the military forces always being under the command of the Party",
            "It is the practical guide for the army always to heed the directions of the party"];
        string[] two = ["he was interested in world history because he read the book"];
        var bleu = new Bleu();
        bleu.Update([one, two], ["It is a guide to action which ensures that the military always obeys the commands of the party",
            "he read the book because he was interested in world history"]);
        Assert.That(bleu.Result().Item(), Is.EqualTo(0.5920778868801042).Within(1e-9));
        bleu.Reset();
        Assert.That(bleu.Result().Item(), Is.Zero);
        bleu.Update([two], two);
        Assert.That(bleu.Result().Item(), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void Bleu_BatchByBatch_IsThatOfAllTexts()
    {
        string[][] references = [["the cat sat on the mat today"], ["a dog ran over the road"], ["one two three four five"]];
        string[] predictions = ["the cat sat on a mat today", "a dog ran over", "one two three four five six"];
        var (all, parts) = (new Bleu(smooth: true), new Bleu(smooth: true));
        all.Update(references, predictions);
        for (int i = 0; i < 3; i++) parts.Update([references[i]], [predictions[i]]);
        Assert.That(parts.Result().Item(), Is.EqualTo(all.Result().Item()).Within(1e-12));
    }

    [TestCase("Hello, world!", "Hello|,|world|!"), TestCase("It costs 1,234.50 &quot;net&quot;.", "It|costs|1,234.50|\"|net|\"|.")]
    [TestCase("state-of-the-art in 2020-21", "state-of-the-art|in|2020|-|21"), TestCase("U.S.A. (today)", "U|.|S|.|A|.|(|today|)"), TestCase("don't", "don't")]
    public void Bleu_OwnTokenizer_CutsAsMteval13a(string text, string tokens)
    {
        var bleu = new Bleu(maxOrder: 1);
        bleu.Update([[text]], [text]);
        var whole = new Bleu(t => t.Split('|'), 1);
        whole.Update([[tokens]], [tokens]);
        Assert.That(bleu.Variables[2].Value.Item(), Is.EqualTo(whole.Variables[2].Value.Item()), "as many tokens");
        var mixed = new Bleu(t => t == text ? BleuTokens.Cut(t) : t.Split('|'), 1);
        mixed.Update([[tokens]], [text]);
        Assert.That(mixed.Result().Item(), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void EditDistance_Texts_AreErrorRates()
    {
        var words = new EditDistance();
        words.Update([["the", "cat", "sat"], ["a"]], [["the", "bat"], ["a", "b"]]);
        Assert.That(words.Result().Item(), Is.EqualTo(3 / 4.0));
        var characters = new EditDistance(normalize: false);
        characters.Update([[.. "sitting".Select(c => $"{c}")]], [[.. "kitten".Select(c => $"{c}")]]);
        characters.Update([[]], [[]]);
        Assert.That(characters.Result().Item(), Is.EqualTo(1.5));
        Assert.That(new EditDistance().Result().Item(), Is.Zero);
    }

    [Test]
    public void TextMetrics_MaskedSteps_ArePadding()
    {
        Tensor y = Tensor.From(new[,] { { 3, 4, 5, 0 } }), p = Tensor.From(new[,] { { 3, 4, 5, 6 } }) * 1;
        p.Mask = Tensor.From(new[,] { { true, true, true, false } });
        foreach (var (metric, best) in new (Metric, double)[] { (new EditDistance(), 0), (new Bleu(maxOrder: 3), 1) })
        {
            metric.Update(y, p);
            Assert.That(metric.Result().Item(), Is.EqualTo(best).Within(1e-12), metric.Name);
        }
        var scores = Tensor.Full([1, 4, 8], 0.125);
        scores.Mask = p.Mask;
        var perplexity = new Perplexity(maskTokenId: 5);
        perplexity.Update(y, scores);
        Assert.That(perplexity.Result().Item(), Is.EqualTo(8).Within(1e-5));
        Assert.That(perplexity.Variables[1].Value.Item(), Is.EqualTo(2));
    }

    [Test]
    public void TextMetrics_BadInput_SaysWhat()
    {
        Tensor y = Tensor.Zeros([2, 3], DType.Int32);
        Assert.That(() => new Bleu().Update(y, y, Tensor.Ones([2])), Throws.TypeOf<InvalidValueException>().With.Message.Contains("Bleu takes no sample weights"));
        Assert.That(() => new Bleu().Update(y, Tensor.Zeros([2])), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("Bleu expects predictions [batch, steps] or [batch, steps, tokens] but got [2]."));
        Assert.That(() => new Bleu().Update([["a"], []], ["a", "b"]), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("Bleu expects one reference or more for each of the 2 predictions but got references for 1."));
        Assert.That(() => new EditDistance().Update([["a"]], []), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("EditDistance expects one reference for each prediction but got 1 for 0."));
        Assert.That(() => new EditDistance().Update(Tensor.Zeros([3, 3]), y), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("EditDistance expects targets [batch, steps] for predictions [2, 3] but got [3, 3]."));
    }
}
