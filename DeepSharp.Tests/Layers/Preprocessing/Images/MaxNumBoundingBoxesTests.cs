using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class MaxNumBoundingBoxesTests
{
    [Test]
    [Covers(typeof(MaxNumBoundingBoxes))]
    public void MaxNumBoundingBoxes_PassesLayerCheck()
    {
        LayerCheck.Run(() => new MaxNumBoundingBoxes(3), [2, 5, 4], [2, 3, 4]);
        LayerCheck.Run(() => new MaxNumBoundingBoxes(3, 0), [2, 1, 4], [2, 3, 4]);
    }

    [Test]
    public void Apply_BoxesAndLabels_KeepTheFirstAndFillUp()
    {
        var boxes = Tensor.From([0f, 0, 1, 1, 2, 2, 3, 3], [1, 2, 4]);
        var labels = Tensor.From([7, 8], [1, 2]);
        var more = new MaxNumBoundingBoxes(3).ApplyAll(boxes, labels);
        Assert.That(more[0].ToFloats(), Is.EqualTo(new float[] { 0, 0, 1, 1, 2, 2, 3, 3, -1, -1, -1, -1 }));
        Assert.That(more[1].ToInts(), Is.EqualTo(new[] { 7, 8, -1 }));
        var fewer = new MaxNumBoundingBoxes(1).ApplyAll(boxes, labels);
        Assert.That((fewer[0].ToFloats(), fewer[1].ToInts()), Is.EqualTo((new float[] { 0, 0, 1, 1 }, new[] { 7 })));
    }

    [Test]
    public void Apply_WrongUse_SaysSo()
    {
        Assert.That(() => new MaxNumBoundingBoxes(0), Throws.TypeOf<InvalidValueException>()
            .With.Message.EqualTo("MaxNumBoundingBoxes expects a maxNumber above zero but got 0."));
        Assert.That(() => new MaxNumBoundingBoxes(2).Apply(Tensor.Zeros([2, 4])), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.StartsWith("MaxNumBoundingBoxes expects its input to be [batch, boxes, coordinates] but got shape [2, 4]"));
        Assert.That(() => new MaxNumBoundingBoxes(2).ApplyAll(Tensor.Zeros([1, 3, 4]), Tensor.Zeros([1, 2])), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.Contains("expects a label for each box of [1, 3, 4] but got labels [1, 2]. Give labels [batch, boxes]."));
    }
}
