using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class TransformerLayerTests
{
    private const string Attention = "kernel[4, 2, 2] bias[2, 2] kernel[4, 2, 2] bias[2, 2] kernel[4, 2, 2] bias[2, 2] kernel[2, 2, 4] bias[4]";
    private const string Norm = "gamma[4] beta[4]", Dense = "kernel[4, 6] bias[6] kernel[6, 4] bias[4]";

    private static Tensor Random(Shape shape, int seed = 1) => Samples.Uniform(shape, seed: seed).Cast(DType.Float32);

    [Test]
    [Covers(typeof(TransformerEncoder))]
    public void TransformerEncoder_PassesLayerCheck()
    {
        LayerCheck.Run(() => new TransformerEncoder(6, 2), [2, 3, 4], [2, 3, 4], $"{Attention} {Norm} {Norm} {Dense}", still: "key/bias");
        LayerCheck.Run(() => new TransformerEncoder(6, 2, activation: "gelu", normalizeFirst: true), [2, 3, 4], [2, 3, 4], $"{Attention} {Norm} {Norm} {Dense}", still: "key/bias");
    }

    [Test]
    [Covers(typeof(TransformerDecoder))]
    public void TransformerDecoder_PassesLayerCheck()
    {
        LayerCheck.Run(() => new TransformerDecoder(6, 2), [2, 3, 4], [2, 3, 4], $"{Attention} {Norm} {Dense} {Norm}", still: "key/bias");
        LayerCheck.Run(() => new TransformerDecoder(6, 2, normalizeFirst: true), [Random([2, 3, 4]), Random([2, 5, 4], 2)], [2, 3, 4],
            $"{Attention} {Norm} {Attention} {Norm} {Dense} {Norm}", still: "key/bias");
    }

    [Test]
    public void TransformerEncoder_Mask_IsThatOfTheInputUnlessOneIsGiven()
    {
        var layer = new TransformerEncoder(6, 2);
        Tensor x = Random([1, 3, 4]), mask = Tensor.From(new[] { 1f, 1, 0 }, [1, 3]) > 0, all = Tensor.Ones([1, 3]) > 0;
        var plain = layer.Apply(x);
        var given = layer.Apply(x, paddingMask: mask);
        Assert.That(plain.Mask, Is.Null);
        x.Mask = mask;
        var own = layer.Apply(x);
        Close.Identical("own mask", [given], [own]);
        Assert.That(own.Mask, Is.SameAs(mask));
        Close.Identical("another mask", [plain], [layer.Apply(x, paddingMask: all)]);
        Assert.That(Assert.Throws<ShapeMismatchException>(() => layer.Apply(x, attentionMask: mask))!.Message, Does.StartWith("An attention mask is [batch, queries, keys] but got [1, 3]."));
        Assert.That(layer.ApplyAll(x, returnAttentionScores: true)[1].Shape, Is.EqualTo(new Shape(1, 2, 3, 3)));
    }

    [Test]
    public void Transformers_Dropout_ActsInTrainingOnly()
    {
        var x = Random([2, 3, 4]);
        foreach (Layer layer in (Layer[])[new TransformerEncoder(6, 2, dropout: 0.5), new TransformerDecoder(6, 2, dropout: 0.5)])
        {
            var quiet = layer.Apply(x);
            Close.Identical("inference", [quiet], [layer.Apply(x)]);
            Assert.That((layer.Apply(x, training: true) - quiet).Abs().Max().Item(), Is.GreaterThan(1e-3));
            Assert.That(layer.States, Has.Count.EqualTo(3), "random states of the attention and of both halves");
        }
    }

    [Test]
    public void TransformerEncoder_FilesOfKerasHub_AreWrittenAndRead()
    {
        var x = Vocabulary.Input([3, 4], name: "x");
        var model = new Model(x, x.TransformerEncoder(6, 2, dropout: 0.1, name: "encoder"));
        var json = Newtonsoft.Json.Linq.JObject.Parse(model.ToJson());
        var layer = json["config"]!["layers"]![1]!;
        Assert.That(((string?)layer["module"], (string?)layer["class_name"], (string?)layer["registered_name"]), Is.EqualTo(
            ("keras_hub.src.layers.modeling.transformer_encoder", "TransformerEncoder", "keras_hub>TransformerEncoder")));
        Assert.That(((Newtonsoft.Json.Linq.JObject)layer["config"]!).Properties().Select(p => p.Name), Is.EqualTo((string[])
        [
            "name", "trainable", "dtype", "intermediate_dim", "num_heads", "dropout", "activation", "layer_norm_epsilon", "kernel_initializer", "bias_initializer", "normalize_first",
        ]));
        Assert.That(Model.FromJson(model.ToJson()).ToJson(), Is.EqualTo(model.ToJson()));
        Assert.That(model.GetLayer("encoder").SublayerPaths.Select(p => p.Path), Does.Contain("_self_attention_layer").And.Contain("_feedforward_output_dense"));
    }

    /// <summary>Writes a text step by step with caches, in one compiled program for all steps.</summary>
    [TestCase(false, false), TestCase(true, false), TestCase(false, true), TestCase(true, true)]
    public void TransformerDecoder_StepByStep_IsDecodingAtOnce(bool withEncoder, bool normalizeFirst)
    {
        var layer = new TransformerDecoder(6, 2, normalizeFirst: normalizeFirst);
        Tensor x = Random([2, 4, 4]), seen = Random([2, 5, 4], 2);
        var whole = withEncoder ? layer.Apply(x, seen) : layer.Apply(x);
        Tensor cache = Tensor.Zeros([2, 2, 4, 2, 2]), cross = Tensor.Zeros([2, 2, 5, 2, 2]);
        if (withEncoder)
            cross = layer.ApplyAll(x[.., ..1], seen, selfAttentionCache: cache, selfAttentionCacheUpdateIndex: Tensor.Scalar(0), crossAttentionCache: cross, crossAttentionCacheUpdateIndex: Tensor.Scalar(0))[2];
        TensorSpec[] specs = [x[.., ..1].Spec, cache.Spec, new([], DType.Int32)];
        var program = Program.Compile(Device.Cpu, specs, s => withEncoder
            ? layer.ApplyAll(s[0], seen, selfAttentionCache: s[1], selfAttentionCacheUpdateIndex: s[2], crossAttentionCache: cross)[..2]
            : layer.ApplyAll(s[0], selfAttentionCache: s[1], selfAttentionCacheUpdateIndex: s[2]));
        var steps = new List<Tensor>();
        for (int i = 0; i < 4; i++)
        {
            var outputs = program.Run([x[.., i..(i + 1)], cache, Tensor.Scalar(i)]);
            steps.Add(outputs[0].Clone());
            cache = outputs[1].Clone();
        }
        Close.Same("step by step against at once", whole, Tensor.Concat(steps, 1), 1e-5);
    }

    [Test]
    public void TransformerDecoder_OtherUseThanAtFirst_IsRefused()
    {
        Tensor x = Random([2, 3, 4]), seen = Random([2, 5, 4]);
        TransformerDecoder alone = new(6, 2), both = new(6, 2);
        alone.Apply(x);
        both.Apply(x, seen);
        string Refused(Func<Tensor[]> call) => Assert.Throws<InvalidValueException>(() => call())!.Message;
        Assert.That(Refused(() => alone.ApplyAll(x, seen)), Does.Contain("was first called without an encoderSequence and has no cross-attention"));
        Assert.That(Refused(() => both.ApplyAll(x)), Does.Contain("was first called with an encoderSequence and needs one in each call"));
        var cache = Tensor.Zeros([2, 2, 3, 2, 2]);
        Assert.That(Refused(() => both.ApplyAll(x, seen, selfAttentionCache: cache)), Does.Contain("caches of self-attention and cross-attention together"));
        Assert.That(Refused(() => new TransformerEncoder(6, 8).ApplyAll(x)), Does.Contain("at least as many features as heads, but got 8 heads for an input of shape [2, 3, 4]."));
    }
}
