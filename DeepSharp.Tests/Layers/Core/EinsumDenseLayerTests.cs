using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class EinsumDenseLayerTests
{
    [Test]
    [Covers(typeof(EinsumDense))]
    public void EinsumDense_PassesLayerCheck()
    {
        LayerCheck.Run(() => new EinsumDense("abc,cde->abde", [Dim.Any, 2, 3], biasAxes: "de"), [2, 3, 4], [2, 3, 2, 3], "kernel[4, 2, 3] bias[2, 3]");
        LayerCheck.Run(() => new EinsumDense("...x,xy->...y", 3, activation: "tanh"), [2, 2, 4], [2, 2, 3], "kernel[4, 3]");
        LayerCheck.Run(() => new EinsumDense("ab...,bc->ac...", 5, biasAxes: "c"), [2, 3, 4], [2, 5, 4], "kernel[3, 5] bias[5, 1]");
    }

    [TestCase("abc,cde->abde", 4, 2, 3)]
    [TestCase("abde,dec->abc", 2, 3, 4)]
    [TestCase("ab,cb->ac", 6, 5, 1)]
    public void EinsumDense_GlorotUniform_CountsTheAxesOfTheEquation(string equation, int a, int b, int c)
    {
        var (input, output, limit) = equation switch
        {
            "abc,cde->abde" => (new Shape(1, 1, a), new Shape(Dim.Any, b, c), Math.Sqrt(6.0 / (a + b * c))),
            "abde,dec->abc" => (new Shape(1, 1, a, b), new Shape(Dim.Any, c), Math.Sqrt(6.0 / (a * b + c))),
            _ => (new Shape(1, a), new Shape(b), Math.Sqrt(6.0 / (a + b))),
        };
        double largest = 0;
        for (int i = 0; i < 50; i++)
        {
            var layer = new EinsumDense(equation, output);
            layer.Apply(Tensor.Zeros(input));
            largest = Math.Max(largest, layer.Weights[0].Value.Abs().Max().Item());
        }
        Assert.That(largest, Is.LessThanOrEqualTo(limit).And.GreaterThan(0.97 * limit));
    }

    [TestCase("ab->ac", "EinsumDense cannot read the equation 'ab->ac'; the forms are X,Y->Z and ...X,Y->...Z and X...,Y->Z....")]
    [TestCase("...ab,bc->ac", "EinsumDense cannot read the equation '...ab,bc->ac'; ")]
    [TestCase("ab,bd->ac", "EinsumDense: the axis 'c' of the output is neither one of the input nor of the kernel in 'ab,bd->ac'.")]
    [TestCase("ab,bcd->ac", "EinsumDense: the axis 'd' of the kernel is neither one of the input nor of the output in 'ab,bcd->ac'.")]
    public void EinsumDense_BadEquation_SaysWhatIsWrong(string equation, string message) =>
        Assert.That(Assert.Throws<InvalidValueException>(() => new EinsumDense(equation, 3).Apply(Tensor.Zeros([2, 4])))!.Message, Does.StartWith(message));

    [Test]
    public void EinsumDense_ShapesThatDoNotFit_SayWhatIsWrong()
    {
        string Refused(EinsumDense layer, Shape input) => Assert.Throws<ShapeMismatchException>(() => layer.Apply(Tensor.Zeros(input)))!.Message;
        Assert.That(Refused(new("abc,cd->abd", 3), [2, 4]), Does.StartWith("EinsumDense expects an input with the axes 'abc' of 'abc,cd->abd' but got shape [2, 4] with 2 axes."));
        Assert.That(Refused(new("abc,cd->abd", 3), [2, 4, 5]), Does.StartWith("EinsumDense expects an outputShape with a length for each axis of 'abd' but the batch and what '...' stands for, but got [3]."));
        Assert.That(Refused(new("abc,cd->abd", [7, 3]), [2, 4, 5]), Does.StartWith("EinsumDense: the axis 'b' of 'abc,cd->abd' has length 4 in the input [2, 4, 5] but 7 in the output."));
        Assert.That(Assert.Throws<InvalidValueException>(() => new EinsumDense("ab,bc->ac", 3, biasAxes: "b").Apply(Tensor.Zeros([2, 4])))!.Message,
            Does.StartWith("EinsumDense: the bias axis 'b' is not among the output's axes 'ac'."));
    }
}
