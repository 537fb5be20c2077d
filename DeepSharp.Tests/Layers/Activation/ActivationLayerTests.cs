using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class ActivationLayerTests
{
    [Test]
    [Covers(typeof(ActivationLayer))]
    public void Activation_PassesLayerCheck()
    {
        LayerCheck.Run(() => new ActivationLayer(Activations.Relu), [2, 3], [2, 3]);
        LayerCheck.Run(() => new ActivationLayer("swish"), [2, 3, 4], [2, 3, 4]);
    }

    [Test]
    [Covers(typeof(ReLU), typeof(LeakyReLU), typeof(ELU), typeof(Softmax))]
    public void Rectifiers_PassesLayerCheck()
    {
        LayerCheck.Run(() => new ReLU(), [2, 3], [2, 3]);
        LayerCheck.Run(() => new ReLU(6, 0.1, 0.5), [2, 3], [2, 3]);
        LayerCheck.Run(() => new LeakyReLU(), [2, 3], [2, 3]);
        LayerCheck.Run(() => new ELU(0.5), [2, 3], [2, 3]);
        LayerCheck.Run(() => new Softmax(1), [2, 3, 4], [2, 3, 4]);
        LayerCheck.Run(() => new Softmax((int[])[1, 2]), [2, 3, 4], [2, 3, 4]);
    }

    [Test]
    [Covers(typeof(PReLU))]
    public void PReLU_PassesLayerCheck()
    {
        LayerCheck.Run(() => new PReLU(), [2, 3, 4], [2, 3, 4], "alpha[3, 4]");
        LayerCheck.Run(() => new PReLU("ones", sharedAxes: [1, 2]), [2, 3, 3, 4], [2, 3, 3, 4], "alpha[1, 1, 4]");
    }

    [Test]
    public void Activation_InAModel_IsNamedAsInKeras()
    {
        var model = new Sequential([3]).Activation(Activations.Tanh);
        Assert.That(KerasJson.Print(KerasJson.Write(model.Layers[0])), Does.Contain("\"class_name\":\"Activation\"").And.Contain("\"activation\":\"tanh\""));
    }

    [Test]
    public void Rectifiers_KnownInput_FollowTheirFormulas()
    {
        Tensor x = new float[,] { { -2, -0.5f, 0.25f, 8 } };
        Assert.That(new ReLU(6, 0.5, 1).Apply(x).ToDoubles(), Is.EqualTo(new[] { -1.5, -0.75, -0.375, 6 }));
        Assert.That(new LeakyReLU(0.5).Apply(x).ToDoubles(), Is.EqualTo(new[] { -1, -0.25, 0.25, 8 }));
        Assert.That(new PReLU(new Initializers.Constant(0.25)).Apply(x).ToDoubles(), Is.EqualTo(new[] { -0.5, -0.125, 0.25, 8 }));
    }

    [Test]
    public void PReLU_WrongSharedAxis_Throws() => Assert.That(
        () => new PReLU(sharedAxes: [3]) { Name = "p" }.Apply(Tensor.Zeros([1, 2, 2])),
        Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "PReLU expects shared axes from 1 to 2 but got 3: input shape is [1, 2, 2].\n  in PReLU(sharedAxes: [3]) 'p'."));
}
