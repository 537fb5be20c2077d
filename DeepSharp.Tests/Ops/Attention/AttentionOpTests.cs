namespace DeepSharp.Tests;

public sealed class AttentionOpTests
{
    private static readonly OpCheckOptions s_tolerant = new() { DoubleTolerance = 1e-11, Differentiate = [0, 1, 2], WideOutputs = [1] };

    /// <summary>A mask whose rows each let something through.</summary>
    private static Tensor Mask(Shape shape) => Tensor.From(Enumerable.Range(0, (int)shape.Count).Select(i => i % 3 != 1 ? 1f : 0f).ToArray(), shape) > 0;

    [Test]
    [Covers(typeof(MaskedSoftmaxOp))]
    public void MaskedSoftmax_PassesOpCheck()
    {
        OpCheck.Run(new MaskedSoftmaxOp(), Samples.Uniform([2, 3, 4]));
        OpCheck.Run(new MaskedSoftmaxOp(true), Samples.Uniform([2, 3, 4]));
        OpCheck.Run(new MaskedSoftmaxOp(), Samples.Uniform([2, 3, 4]), Mask([2, 1, 4]));
        OpCheck.Run(new MaskedSoftmaxOp(true), Samples.Uniform([2, 2, 3, 4]), Mask([2, 1, 3, 4]));
    }

    [Test]
    [Covers(typeof(ScaledDotProductAttentionOp))]
    public void ScaledDotProductAttention_PassesOpCheck()
    {
        Tensor q = Samples.Uniform([2, 3, 4]), k = Samples.Uniform([2, 5, 4], seed: 2), v = Samples.Uniform([2, 5, 2], seed: 3);
        OpCheck.Run(new ScaledDotProductAttentionOp(0.5), s_tolerant, q, k, v);
        OpCheck.Run(new ScaledDotProductAttentionOp(0.7, true), s_tolerant, q, k, v);
        OpCheck.Run(new ScaledDotProductAttentionOp(0.5), s_tolerant, q, k, v, Mask([2, 3, 5]));
        OpCheck.Run(new ScaledDotProductAttentionOp(0.5, true), s_tolerant, q, k, v, Mask([2, 1, 5]));
        Tensor heads = Samples.Uniform([2, 2, 3, 4]), sharedKeys = Samples.Uniform([2, 1, 3, 4], seed: 2);
        OpCheck.Run(new ScaledDotProductAttentionOp(0.5, true), s_tolerant, heads, sharedKeys, Samples.Uniform([2, 1, 3, 2], seed: 3));
        // Values with an axis of their own are no case for the kernel.
        OpCheck.Run(new ScaledDotProductAttentionOp(0.5), s_tolerant, q, k, Samples.Uniform([3, 2, 5, 2], seed: 3));
    }

    [Test]
    public void ScaledDotProductAttention_WithDropout_PassesOpCheck()
    {
        var options = s_tolerant with { Batched = [0, 1, 2] };
        Tensor q = Samples.Uniform([2, 3, 4]), k = Samples.Uniform([2, 5, 4], seed: 2), v = Samples.Uniform([2, 5, 2], seed: 3);
        OpCheck.Run(new ScaledDotProductAttentionOp(0.5, false, 0.4), options, q, k, v, SeedGenerator.StateOf(7, 3));
        OpCheck.Run(new ScaledDotProductAttentionOp(0.5, true, 0.3), options, q, k, v, Mask([3, 5]), SeedGenerator.StateOf(8));
    }

    [Test]
    [Covers(typeof(ScaledDotProductAttentionGradientOp))]
    public void ScaledDotProductAttentionGradient_PassesOpCheck()
    {
        var options = new OpCheckOptions { DoubleTolerance = 1e-11, Batched = [0, 1, 2, 3, 4, 5, 6], WideInputs = [4, 6] };
        Tensor[] inputs =
        [
            Samples.Uniform([2, 3, 4]), Samples.Uniform([2, 5, 4], seed: 2), Samples.Uniform([2, 5, 2], seed: 3),
            Samples.Uniform([2, 3, 2], seed: 4), Samples.Uniform([2, 3], seed: 5), Samples.Uniform([2, 3, 2], seed: 6), Samples.Uniform([2, 3], seed: 7),
        ];
        OpCheck.Run(new ScaledDotProductAttentionGradientOp(new(0.5)), options, inputs);
        OpCheck.Run(new ScaledDotProductAttentionGradientOp(new(0.5, true, 0.4)), options, [.. inputs, Mask([3, 5]), SeedGenerator.StateOf(9)]);
    }

    /// <summary>Several blocks of queries and keys, with ends that fill none; gradients against those of the composition.</summary>
    [TestCase(1, 70, 150, 5, 3, false, false, 0)]
    [TestCase(2, 64, 64, 32, 32, false, false, 0.1)]
    [TestCase(2, 97, 131, 20, 40, true, false, 0.25)]
    [TestCase(2, 97, 131, 8, 33, false, true, 0.25)]
    [TestCase(1, 33, 65, 64, 64, true, true, 0)]
    public void ScaledDotProductAttention_InBlocks_EqualsTheComposition(
        int heads, int queries, int keys, int size, int valueSize, bool causal, bool masked, double dropout)
    {
        var op = new ScaledDotProductAttentionOp(0.3, causal, dropout);
        Tensor q = Samples.Uniform([2, heads, queries, size]), k = Samples.Uniform([2, heads, keys, size], seed: 2);
        List<Tensor> inputs = [q, k, Samples.Uniform([2, 1, keys, valueSize], seed: 3)];
        if (masked) inputs.Add(Mask([2, 1, queries, keys]));
        if (dropout > 0) inputs.Add(SeedGenerator.StateOf(5, 2));
        Tensor[] sources = [.. inputs[..3]];
        Tensor[] Of(Func<Tensor[]> function)
        {
            using var tape = new GradientTape();
            tape.Watch(sources);
            var y = function();
            return [.. y, .. tape.Gradient((y[0] * y[0]).Sum() + y[1].Sum(), sources)!];
        }
        Close.Same("attention", Of(() => op.Compose([.. inputs])!), Of(() => op.ApplyAll([.. inputs])), 1e-10);
        OpCheck.Threads(x => op.Apply([.. x, .. inputs[3..]]), sources);
    }

    [Test]
    public void Attention_QueryThatSeesNothing_GetsZerosAndNoGradient()
    {
        Tensor q = Samples.Uniform([2, 4]), k = Samples.Uniform([3, 4], seed: 2), v = Samples.Uniform([3, 2], seed: 3);
        var mask = Tensor.From(new[] { 0f, 0, 0, 1, 0, 1 }, [2, 3]) > 0;
        using var tape = new GradientTape();
        tape.Watch(q, k, v);
        var y = q.ScaledDotProductAttention(k, v, mask);
        Assert.That(y.ToDoubles()[..2], Is.All.Zero);
        Assert.That(y.ToDoubles()[2..], Has.None.Zero);
        var gradients = tape.Gradient(y.Sum(), [q, k, v]);
        Assert.That(gradients[0]!.ToDoubles()[..4], Is.All.Zero);
        Assert.That(gradients[2]!.ToDoubles()[2..4], Is.All.Zero);
        // The causal order and the mask together leave the first query nothing.
        var onlyLater = Tensor.From(new[] { 0f, 1, 1, 1, 1, 1 }, [2, 3]) > 0;
        Assert.That((q.MatMul(k, transposeB: true)).MaskedSoftmax(onlyLater, isCausal: true).ToDoubles()[..3], Is.All.Zero);
    }

    [Test]
    public void Attention_LargeScores_StayFinite()
    {
        var scores = Tensor.From(new[] { 1e8f, -1e8f, 3e8f }, [1, 3]);
        Assert.That(scores.MaskedSoftmax(Tensor.From(new[] { 1f, 1, 0 }, [1, 3]) > 0).ToFloats(), Is.EqualTo(new[] { 1f, 0, 0 }));
    }

    [Test]
    public void Attention_BadInputs_AreRefused()
    {
        Tensor q = Samples.Uniform([2, 3, 4]), k = Samples.Uniform([2, 5, 3]), v = Samples.Uniform([2, 5, 2]);
        Assert.That(Assert.Throws<ShapeMismatchException>(() => q.ScaledDotProductAttention(k, v))!.Message, Is.EqualTo(
            "[scaled_dot_product_attention] expects a query [.., T, d], a key [.., S, d] and a value [.., S, e] but got [2, 3, 4], [2, 5, 3] and [2, 5, 2]."));
        Assert.That(Assert.Throws<ShapeMismatchException>(() => q.MaskedSoftmax(Mask([2, 3, 1, 4])))!.Message, Does.StartWith("[masked_softmax] "));
        Assert.That(Assert.Throws<DTypeMismatchException>(() => q.MaskedSoftmax(Samples.Uniform([4])))!.Message, Does.StartWith("[masked_softmax] the mask must be bool but is "));
        Assert.That(Assert.Throws<DTypeMismatchException>(() => q.ScaledDotProductAttention(q.Cast(DType.Float32), q))!.Message, Does.StartWith(
            "[scaled_dot_product_attention] expects query, key and value of one element type but got "));
    }
}
