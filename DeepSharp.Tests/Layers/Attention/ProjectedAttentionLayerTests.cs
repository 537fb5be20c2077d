using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class ProjectedAttentionLayerTests
{
    private const string Four = "kernel[4, 2, 3] kernel[5, 2, 3] kernel[5, 2, 3] kernel[2, 3, 4]";

    private static Tensor Random(Shape shape, int seed = 1) => Samples.Uniform(shape, seed: seed).Cast(DType.Float32);

    private static Tensor[] Inputs() => [Random([2, 3, 4]), Random([2, 5, 5], 2)];

    private static Tensor Mask(params float[] values) => Tensor.From(values, [1, values.Length]) > 0;

    [Test]
    [Covers(typeof(MultiHeadAttention))]
    public void MultiHeadAttention_PassesLayerCheck()
    {
        LayerCheck.Run(() => new MultiHeadAttention(2, 3, useBias: false), Inputs(), [2, 3, 4], Four);
        LayerCheck.Run(() => new MultiHeadAttention(2, 3, dropout: 0.3, seed: 4, slidingWindow: 3), Inputs(), [2, 3, 4],
            "kernel[4, 2, 3] bias[2, 3] kernel[5, 2, 3] bias[2, 3] kernel[5, 2, 3] bias[2, 3] kernel[2, 3, 4] bias[4]", still: "key/bias");
        LayerCheck.Run(() => new MultiHeadAttention(2, 3, valueDim: 1, outputShape: [6], useGate: true, useBias: false), Inputs(), [2, 3, 6],
            "kernel[4, 2, 3] kernel[5, 2, 3] kernel[4, 2, 1] kernel[5, 2, 1] kernel[2, 1, 6]");
        LayerCheck.Run(() => new MultiHeadAttention(1, 2, attentionAxes: [1, 2], useBias: false), [Random([2, 2, 3, 4]), Random([2, 1, 2, 4], 2)], [2, 2, 3, 4],
            "kernel[4, 1, 2] kernel[4, 1, 2] kernel[4, 1, 2] kernel[1, 2, 4]");
    }

    [Test]
    [Covers(typeof(GroupQueryAttention))]
    public void GroupQueryAttention_PassesLayerCheck() => LayerCheck.Run(() => new GroupQueryAttention(3, 4, 2, useBias: false), Inputs(), [2, 3, 4],
        "kernel[4, 4, 3] kernel[5, 2, 3] kernel[5, 2, 3] kernel[4, 3, 4]");

    [Test]
    [Covers(typeof(CachedMultiHeadAttention))]
    public void CachedMultiHeadAttention_PassesLayerCheck() => LayerCheck.Run(() => new CachedMultiHeadAttention(2, 3, useBias: false), Inputs(), [2, 3, 4], Four);

    [Test]
    public void MultiHeadAttention_Weights_HaveKerasPathsAndFans()
    {
        var layer = new MultiHeadAttention(8, 16) { Name = "mha" };
        layer.Apply(Random([1, 2, 32]), Random([1, 2, 32]));
        Assert.That(layer.Weights.Select(w => w.Path), Is.EqualTo((string[])
            ["query/kernel", "query/bias", "key/kernel", "key/bias", "value/kernel", "value/bias", "attention_output/kernel", "attention_output/bias"]));
        Assert.That(layer.SublayerPaths.Select(s => s.Path), Is.EqualTo((string[])["query_dense", "key_dense", "value_dense", "output_dense"]));
        double limit = Math.Sqrt(6.0 / (32 + 8 * 16));
        Assert.That(layer.Weights[0].Value.Abs().Max().Item(), Is.LessThanOrEqualTo(limit).And.GreaterThan(0.99 * limit));
        Assert.That(layer.Weights[2].Value.ToFloats(), Is.Not.EqualTo(layer.Weights[0].Value.ToFloats()), "each projection draws its own numbers");
    }

    [Test]
    public void MultiHeadAttention_MaskOfTheValue_HidesItsSteps()
    {
        var layer = new MultiHeadAttention(2, 3);
        Tensor q = Random([1, 3, 4]), v = Random([1, 5, 4], 2);
        v.Mask = Mask(1, 1, 0, 1, 0);
        var masked = layer.ApplyAll(q, v, returnAttentionScores: true);
        Assert.That(masked[1].ToFloats().Where((_, i) => i % 5 is 2 or 4), Is.All.Zero);
        Close.Identical("mask given", masked, layer.ApplyAll(q, v.Alias(), valueMask: v.Mask, returnAttentionScores: true));
        Close.Same("without scores", masked[0], layer.Apply(q, v), 1e-6);
        q.Mask = Mask(1, 1, 0);
        var y = layer.ApplyAll(q, v, returnAttentionScores: true);
        Assert.That(y[0].Mask, Is.SameAs(q.Mask));
        Assert.That(y[1].Mask, Is.Null, "scores have no steps of the query");
    }

    [Test]
    public void MultiHeadAttention_CausalOrder_HidesLaterSteps()
    {
        var layer = new MultiHeadAttention(2, 3);
        Tensor x = Random([1, 4, 4]), other = Tensor.Concat([x[.., ..2], Random([1, 2, 4], 5)], 1);
        var (a, b) = (layer.Apply(x, x, useCausalMask: true), layer.Apply(other, other, useCausalMask: true));
        Close.Same("steps before the change", a[.., ..2], b[.., ..2], 1e-6);
        Assert.That((a[.., 2..] - b[.., 2..]).Abs().Min().Item(), Is.GreaterThan(1e-4));
    }

    [Test]
    public void MultiHeadAttention_FunctionalModel_RoundTripsAndTrains()
    {
        SymbolicTensor q = Vocabulary.Input([Dim.Any, 4], name: "q"), v = Vocabulary.Input([5, 5], name: "v");
        var layer = new MultiHeadAttention(2, 3, attentionAxes: [1]) { Name = "mha" };
        var (y, scores) = layer.ApplyAll(q, v, returnAttentionScores: true) is [var a, var b] ? (a, b) : throw new AssertionException("two outputs");
        Assert.That((y.Shape, scores.Shape), Is.EqualTo((new Shape(Dim.Any, Dim.Any, 4), new Shape(Dim.Any, 2, Dim.Any, 5))));
        var model = new Model([q, v], [y, scores]);
        string json = model.ToJson();
        Assert.That(json.Replace(" ", ""), Does.Contain("\"build_config\":{\"shapes_dict\":{\"query_shape\":[null,null,4],\"value_shape\":[null,5,5]}}")
            .And.Contain("\"kwargs\":{\"return_attention_scores\":true}"));
        var back = Model.FromJson(json);
        back.SetWeights(model.GetWeights());
        Assert.That(back.ToJson(), Is.EqualTo(json));
        Close.Identical("read model", model.Apply(Inputs()), back.Apply(Inputs()));
        var trained = new Model([q, v], [y]);
        trained.Compile(new SGD(0.1), "mse");
        DataSource data = new(Inputs(), [Random([2, 3, 4], 7)]);
        double before = trained.TestOnBatch(data)["loss"];
        trained.Fit(data, epochs: 5, verbose: Verbosity.Silent);
        Assert.That(trained.TestOnBatch(data)["loss"], Is.LessThan(before));
    }

    [Test]
    public void MultiHeadAttention_Dropout_IsTheSameTraced()
    {
        var inputs = Inputs();
        MultiHeadAttention eager = new(2, 3, dropout: 0.5, seed: 4), traced = new(2, 3, dropout: 0.5, seed: 4);
        Tensor[] Run(MultiHeadAttention layer, Tensor[] x) => layer.ApplyAll(x[0], x[1], returnAttentionScores: true, training: true);
        eager.Apply(inputs);
        traced.Apply(inputs);
        traced.SetWeights(eager.GetWeights());
        var expected = Run(eager, inputs);
        Close.Same("traced against eager", expected, Program.Compile(Device.Cpu, Array.ConvertAll(inputs, x => x.Spec), x => Run(traced, x)).Run(inputs), 1e-5);
        Assert.That((expected[0] - eager.Apply(inputs)[0]).Abs().Max().Item(), Is.GreaterThan(1e-3));
        Assert.That(expected[1].Sum(-1).ToFloats(), Is.All.EqualTo(1).Within(1e-5), "scores are those before dropout");
    }

    [Test]
    public void GroupQueryAttention_OneHeadForEachQuery_IsMultiHeadAttention()
    {
        MultiHeadAttention many = new(2, 3);
        GroupQueryAttention grouped = new(3, 2, 2);
        var x = Random([2, 3, 4]);
        many.Apply(x, x);
        grouped.Apply(x, x);
        grouped.SetWeights(many.GetWeights());
        Close.Identical("same weights", [many.Apply(x, x)], [grouped.Apply(x, x)]);
    }

    [Test]
    public void CachedAttention_StepByStep_IsAttentionOverAll()
    {
        var layer = new CachedMultiHeadAttention(2, 3);
        var x = Random([2, 4, 4]);
        var mask = Tensor.Ones([4, 4]).Tril().ExpandDims(0) > 0;
        var whole = layer.Apply(x, x, attentionMask: mask);
        var cache = Tensor.Zeros([2, 2, 4, 2, 3]);
        var steps = new List<Tensor>();
        for (int i = 0; i < 4; i++)
        {
            var one = x[.., i..(i + 1)];
            var outputs = layer.ApplyAll(one, one, attentionMask: mask[.., i..(i + 1)], cache: cache, cacheUpdateIndex: Tensor.Scalar(i));
            steps.Add(outputs[0]);
            cache = outputs[1];
        }
        Close.Same("cached against whole", whole, Tensor.Concat(steps, 1), 1e-5);
        Close.Same("cache used as it is", whole, layer.ApplyAll(x, x, attentionMask: mask, cache: cache)[0], 1e-5);
        Assert.That(Assert.Throws<InvalidValueException>(() => layer.Apply(x, x, cacheUpdateIndex: Tensor.Scalar(0)))!.Message, Does.Contain("got a cacheUpdateIndex but no cache"));
    }

    [Test]
    public void Attention_BadSettings_AreRefused()
    {
        var x = Random([2, 3, 4]);
        string Refused<T>(Func<Tensor> call) where T : Exception => Assert.Throws<T>(() => call())!.Message;
        Assert.That(Refused<InvalidValueException>(() => new GroupQueryAttention(3, 3, 2).Apply(x, x)), Does.Contain("heads of keys and values that divide those of queries"));
        Assert.That(Refused<InvalidValueException>(() => new MultiHeadAttention(2, 3, slidingWindow: 0).Apply(x, x)), Does.Contain("expects a slidingWindow of at least 1 but got 0."));
        Assert.That(Refused<ShapeMismatchException>(() => new MultiHeadAttention(2, 3).Apply(x, Random([2, 3, 4]), key: Random([2, 4, 4]))), Does.StartWith(
            "MultiHeadAttention expects a query [batch, steps.., features], and value and key of as many axes whose steps agree, but got [2, 3, 4], [2, 3, 4] and [2, 4, 4]."));
        Assert.That(Refused<ShapeMismatchException>(() => new MultiHeadAttention(2, 3, attentionAxes: [2]).Apply(x, x)), Does.StartWith(
            "attentionAxes must name axes between batch and features, each once: 1 to 1 for an input of 3 axes, but got (2)."));
        var image = Random([1, 2, 2, 4]);
        Assert.That(Refused<InvalidValueException>(() => new MultiHeadAttention(2, 3).Apply(image, image, useCausalMask: true)), Does.Contain("attends over more than the first axis of steps"));
        Assert.That(Refused<InvalidValueException>(() => new MultiHeadAttention(2, 3) { Name = "m" }.Apply([x])[0]), Is.EqualTo(
            "MultiHeadAttention(2, 3) 'm' needs the call argument 'value' (a tensor); given are 'query'."));
    }
}
