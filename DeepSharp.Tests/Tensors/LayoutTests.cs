namespace DeepSharp.Tests.Tensors;

public sealed class LayoutTests
{
    [Test]
    public void Contiguous_IsRowMajor()
    {
        Assert.That(Layout.Contiguous([2, 3, 4]), Is.EqualTo(new long[] { 12, 4, 1 }));
        Assert.That(Layout.IsContiguous([2, 3], [3, 1]), Is.True);
        Assert.That(Layout.IsContiguous([2, 1, 3], [3, 77, 1]), Is.True, "a length of one has no step");
        Assert.That(Layout.IsContiguous([2, 3], [1, 2]), Is.False);
        Assert.That(Layout.IsContiguous([0, 3], [9, 9]), Is.True, "nothing is dense");
    }

    [Test]
    public void Broadcast_RepeatsWithStepZero() =>
        Assert.That(Layout.Broadcast([3, 1], [1, 1], [2, 3, 4]), Is.EqualTo(new long[] { 0, 1, 0 }));

    [TestCase(new[] { 2, 3, 4 }, new long[] { 12, 4, 1 }, new[] { 6, 4 }, new long[] { 4, 1 })]
    [TestCase(new[] { 4, 3 }, new long[] { 1, 4 }, new[] { 2, 2, 3 }, new long[] { 2, 1, 4 })]
    [TestCase(new[] { 2, 6 }, new long[] { 20, 2 }, new[] { 2, 2, 3 }, new long[] { 20, 6, 2 })]
    [TestCase(new[] { 3, 5 }, new long[] { 0, 1 }, new[] { 3, 1, 5 }, new long[] { 0, 1, 1 })]
    public void Reshape_OfStrided_KeepsAView(int[] from, long[] strides, int[] to, long[] expected)
    {
        long[]? result = Layout.Reshape(from, strides, to);
        Assert.That(result, Is.Not.Null);
        for (int i = 0; i < to.Length; i++)
            if (to[i] != 1) Assert.That(result![i], Is.EqualTo(expected[i]), $"axis {i}");
    }

    [Test]
    public void Reshape_AcrossAGap_NeedsACopy()
    {
        Assert.That(Layout.Reshape([4, 3], [1, 4], [12]), Is.Null);
        Assert.That(Layout.Reshape([2, 6], [20, 2], [12]), Is.Null);
        Assert.That(Layout.Reshape([3, 5], [0, 1], [15]), Is.Null);
    }

    [Test]
    public void Reshape_LengthOneBetween_DoesNotHideTheGap()
    {
        Assert.That(Layout.Reshape([2, 1, 3], [1, 1, 2], [3, 2]), Is.Null);
        Assert.That(Layout.Reshape([4, 3, 1], [1, 4, 1], [2, 2, 3]), Is.EqualTo(new long[] { 2, 1, 4 }));
    }

    [Test]
    public void Reshape_RandomViews_KeepTheOrder()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            Shape shape = [random.Next(1, 4), random.Next(1, 4), 2 * random.Next(1, 4), random.Next(1, 3)];
            int[] order = [0, 1, 2, 3];
            random.Shuffle(order);
            var view = Samples.Uniform(shape, seed: round).Transpose(order);
            Shape target = random.Next(2) == 0 ? [2, Dim.Any] : [view.Shape[0], Dim.Any, 2, 1];
            if (view.Count % (target.Rank == 2 ? 2 : 2 * view.Shape[0]) != 0) continue;
            Assert.That(view.Reshape(target).ToDoubles(), Is.EqualTo(view.ToDoubles()), $"{shape} {string.Join(',', order)} {target}");
        }
    }

    [Test]
    public void IsContiguous_EmptyArray_WhateverTheSteps()
    {
        Assert.That(Layout.IsContiguous([0, 3], [1, 7]), Is.True);
        Assert.That(Layout.IsContiguous([2, 3], [1, 7]), Is.False);
    }

    [Test]
    public void Reshape_EmptyStridedView_Works()
    {
        var x = Samples.Uniform([4, 3]).Slice(0, 2..2).Flip(1);
        Assert.That(x.Reshape([3, 0]).Shape, Is.EqualTo(new Shape(3, 0)));
        Assert.That(x.Reshape([0]).ToDoubles(), Is.Empty);
    }
}
