namespace DeepSharp.Tests;

public sealed class ActivationsTests
{
    private static IEnumerable<TestCaseData> Golden() =>
        GoldenFile.Load("activations").Where(g => !g.Name.StartsWith("sparsemax", StringComparison.Ordinal)).Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    /// <summary>The tensor method with the case's parameters.</summary>
    private static Tensor Of(Tensor x, GoldenCase g)
    {
        double Number(string name) => g.Attribute<double>(name);
        return g.Attribute<string>("op") switch
        {
            "celu" => x.Celu(Number("alpha")),
            "elu" => x.Elu(Number("alpha")),
            "gelu" => x.Gelu(g.Attribute<bool>("approximate")),
            "hard_shrink" => x.HardShrink(Number("threshold")),
            "soft_shrink" => x.SoftShrink(Number("threshold")),
            "leaky_relu" => x.LeakyRelu(Number("negative_slope")),
            "relu" => x.Relu(Number("negative_slope"), g.Attribute<double?>("max_value"), Number("threshold")),
            "squareplus" => x.Squareplus(Number("b")),
            "threshold" => x.Threshold(Number("threshold"), Number("default_value")),
            "softmax" => x.Softmax(g.Attribute<int>("axis")),
            "log_softmax" => x.LogSoftmax(g.Attribute<int>("axis")),
            "sparsemax" => x.Sparsemax(g.Attribute<int>("axis")),
            "glu" => x.Glu(g.Attribute<int>("axis")),
            var name => ((Activation)name!).Apply(x),
        };
    }

    [TestCaseSource(nameof(Golden))]
    public void Function_GoldenCase_MatchesValuesAndGradients(GoldenCase golden) => GoldenCheck.Run(golden, x => [Of(x[0], golden)]);

    // These cases put an element exactly at τ, the bend, where any number between two is a gradient; OpCheck looks at gradients elsewhere.
    [TestCase("sparsemax"), TestCase("sparsemax_wide")]
    public void Sparsemax_GoldenCase_MatchesValues(string name)
    {
        var golden = GoldenFile.Case("activations", name);
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
            Close.Same(name, GoldenCheck.Read(golden.Array("y"), dtype), GoldenCheck.Read(golden.Array("x"), dtype).Sparsemax(), 1e-5);
    }

    [Test]
    public void Names_AreKerasThirty() => Assert.That(Activations.Names.Where(n =>
        !n.StartsWith("my_", StringComparison.Ordinal) && !n.StartsWith("legacy_", StringComparison.Ordinal)), Is.EqualTo(
        ("celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_tanh leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu "
        + "soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus tanh tanh_shrink threshold").Split(' ')));

    [TestCase("celu"), TestCase("elu"), TestCase("gelu"), TestCase("hard_shrink"), TestCase("soft_shrink"), TestCase("leaky_relu"), TestCase("relu"), TestCase("squareplus")]
    [TestCase("softmax"), TestCase("log_softmax"), TestCase("sparsemax"), TestCase("glu")]
    public void Named_HasKerasDefaults(string name)
    {
        var golden = GoldenFile.Case("activations", name);
        Close.Same(name, GoldenCheck.Read(golden.Array("y"), DType.Float32), ((Activation)name).Apply(GoldenCheck.Read(golden.Array("x"), DType.Float32)), 1e-5);
    }

    [Test]
    public void Find_SecondNames_AreUnderstood()
    {
        Assert.That((Activation)"swish", Is.SameAs(Activations.Silu));
        Assert.That((Activation)"hard_swish", Is.SameAs(Activations.HardSilu));
        Assert.That(() => (Activation)"sigmoidal", Throws.TypeOf<InvalidValueException>().With.Message.StartsWith("There is no activation 'sigmoidal'. Did you mean 'sigmoid'? Known are 'celu', "));
    }

    [Test]
    public void Sparsemax_ScoresOfAnySize_SumToOne() =>
        Assert.That(Tensor.From(new[] { 1e9f, 1e9f, 0, -1e30f }, [1, 4]).Sparsemax().ToDoubles(), Is.EqualTo(new[] { 0.5, 0.5, 0, 0 }));

    [Test]
    public void Parameters_OutOfRange_Throw()
    {
        Assert.That(() => Tensor.Ones([2]).Celu(0), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => Tensor.Ones([2]).Squareplus(0), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => Tensor.Ones([3]).Glu(), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[glu] axis 0 of [3] must have an even length, because it is cut into values and gates."));
    }
}
