namespace DeepSharp.Tests;

public sealed class AttentionOpTests
{
    private static readonly OpCheckOptions s_tolerant = new() { DoubleTolerance = 1e-11, Differentiate = [0, 1, 2] };

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
        OpCheck.Run(new ScaledDotProductAttentionOp(0.5, true), s_tolerant, Samples.Uniform([2, 2, 3, 4]), Samples.Uniform([2, 1, 3, 4], seed: 2), Samples.Uniform([2, 1, 3, 2], seed: 3));
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
