using DeepSharp.Initializers;

namespace DeepSharp.Tests;

public sealed class InitializerTests
{
    private static IEnumerable<Initializer> All =>
    [
        new Zeros(), new Ones(), new Constant(0.5), new Identity(2), new RandomNormal(1, 0.5, 3), new RandomUniform(-1, 2, 3), new TruncatedNormal(0, 0.5, 3),
        new VarianceScaling(2, FanMode.FanAvg, ScaledDistribution.UntruncatedNormal, 3), new GlorotUniform(3), new GlorotNormal(3), new HeUniform(3), new HeNormal(3),
        new LecunUniform(3), new LecunNormal(3), new Orthogonal(1.5, 3), new HeNormal(), new STFT(),
    ];

    [TestCaseSource(nameof(All))]
    public void Initializer_Config_RoundTrips(Initializer initializer)
    {
        string text = KerasJson.Print(KerasJson.Write(initializer));
        Assert.That(KerasJson.Print(KerasJson.Write(KerasJson.Read<Initializer>(text))), Is.EqualTo(text));
        Assert.That(text, Does.Contain("\"module\":\"keras.initializers\""));
    }

    [TestCaseSource(nameof(All))]
    public void Initializer_Values_RepeatAndHaveTheirType(Initializer initializer)
    {
        Shape shape = initializer is STFT ? [3, 1, 4] : [3, 4];
        foreach (var dtype in new[] { DType.Float32, DType.Float64, DType.Float16 })
        {
            var a = initializer.Create(shape, dtype);
            Assert.That(a.Spec, Is.EqualTo(new TensorSpec(shape, dtype)));
            Assert.That(initializer.Create(shape, dtype).ToDoubles(), Is.EqualTo(a.ToDoubles()));
        }
    }

    [Test]
    public void Catalogue_EveryInitializer_IsTestedHere() => Assert.That(
        typeof(Initializer).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Initializer)) && !t.IsAbstract && t.IsPublic),
        Is.EquivalentTo(All.Select(i => i.GetType()).Distinct()));

    [Test]
    public void Fixed_Values_AreAsNamed()
    {
        Assert.That(new Constant(0.5).Create([2]).ToDoubles(), Is.EqualTo(new[] { 0.5, 0.5 }));
        Assert.That(new Identity(2).Create([2, 3]).ToDoubles(), Is.EqualTo(new double[] { 2, 0, 0, 0, 2, 0 }));
        Assert.That(() => new Identity().Create([2]), Throws.TypeOf<ShapeMismatchException>());
    }

    // Kernel [5, 5, 4, 16]: fan_in 100, fan_out 400.
    [TestCase("glorot_uniform", true, 6.0 / 500), TestCase("glorot_normal", false, 2.0 / 500), TestCase("he_uniform", true, 6.0 / 100), TestCase("he_normal", false, 2.0 / 100)]
    [TestCase("lecun_uniform", true, 3.0 / 100), TestCase("lecun_normal", false, 1.0 / 100)]
    public void FanRules_Spread_FollowsTheFormula(string name, bool uniform, double square)
    {
        var initializer = KerasJson.Read<Initializer>($$$"""{"class_name":"{{{name}}}","config":{"seed":11}}""");
        double[] values = initializer.Create([5, 5, 4, 16]).ToDoubles();
        double deviation = Math.Sqrt(values.Average(v => v * v)), largest = values.Max(Math.Abs);
        double limit = uniform ? Math.Sqrt(square) : 2 * Math.Sqrt(square) / 0.87962566103423978;
        Assert.That(largest, Is.LessThanOrEqualTo(limit * 1.000001).And.GreaterThan(0.95 * limit));
        Assert.That(deviation, Is.EqualTo(uniform ? limit / Math.Sqrt(3) : Math.Sqrt(square)).Within(5).Percent);
        Assert.That(values.Average(), Is.EqualTo(0).Within(0.1 * limit));
    }

    [Test]
    public void Fans_OfEachRank_FollowKeras()
    {
        Assert.That(FanScaling.Fans([]), Is.EqualTo((1.0, 1.0)));
        Assert.That(FanScaling.Fans([7]), Is.EqualTo((7.0, 7.0)));
        Assert.That(FanScaling.Fans([3, 5]), Is.EqualTo((3.0, 5.0)));
        Assert.That(FanScaling.Fans([2, 2, 3, 5]), Is.EqualTo((12.0, 20.0)));
    }

    [TestCase(4, 4), TestCase(6, 3), TestCase(3, 6)]
    public void Orthogonal_Vectors_StandAtRightAngles(int rows, int columns)
    {
        var q = new Orthogonal(seed: 5).Create([rows, columns], DType.Float64);
        var product = rows >= columns ? q.Transpose().MatMul(q) : q.MatMul(q.Transpose());
        Close.Same("QᵀQ", Tensor.Eye(Math.Min(rows, columns), DType.Float64), product, 1e-12);
        Assert.That(new Orthogonal(2, 5).Create([2, 2, 3]).Shape, Is.EqualTo(new Shape(2, 2, 3)));
        Assert.That(() => new Orthogonal().Create([3]), Throws.TypeOf<ShapeMismatchException>());
    }

    [Test]
    public void Seedless_DrawsFromTheGlobalSeed()
    {
        double[] Draw() => [.. new GlorotUniform().Create([2, 2]).ToDoubles(), .. new HeNormal().Create([2, 2]).ToDoubles()];
        Seeds.Set(4);
        var first = Draw();
        var second = Draw();
        Seeds.Set(4);
        Assert.That(Draw(), Is.EqualTo(first));
        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(KerasJson.Print(KerasJson.Write(new GlorotUniform())), Does.Contain("\"seed\":null"));
    }

    [Test]
    public void Names_OfKeras_AreUnderstood()
    {
        Assert.That((Initializer)"uniform", Is.InstanceOf<RandomUniform>());
        Assert.That((Initializer)"normal", Is.InstanceOf<RandomNormal>());
        Assert.That(() => new VarianceScaling(0), Throws.TypeOf<InvalidValueException>());
    }
}
