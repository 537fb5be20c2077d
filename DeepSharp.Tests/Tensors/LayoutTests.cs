namespace DeepSharp.Tests;

public sealed class LayoutTests
{
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
