using DeepSharp.Losses;

namespace DeepSharp.Tests.Losses;

public sealed class LossCatalogueTests
{
    /// <summary>Every loss with settings that differ from the defaults where it has any.</summary>
    private static readonly Loss[] s_all =
    [
        new MeanSquaredError(), new MeanAbsoluteError { Name = "mine" }, new MeanAbsolutePercentageError { Reduction = Reduction.Sum },
        new MeanSquaredLogarithmicError { Reduction = Reduction.None }, new Huber(0.5), new LogCosh(), new BinaryCrossentropy(true, 0.1, 1),
        new CategoricalCrossentropy(true, 0.25, 1), new SparseCategoricalCrossentropy(true, -1, 1), new BinaryFocalCrossentropy(true, 0.5, 3, true, 0.1, 1),
        new CategoricalFocalCrossentropy(0.5, 3, true, 0.1, 1), new Hinge(), new SquaredHinge(), new CategoricalHinge(), new KLDivergence(), new Poisson(),
        new CosineSimilarity(1) { Reduction = Reduction.MeanWithSampleWeight }, new Crossentropy(),
    ];

    /// <summary>Checked by hand in <see cref="LossTests"/>.</summary>
    private static readonly Type[] s_byHand = [typeof(BinaryFocalCrossentropy), typeof(CategoricalFocalCrossentropy), typeof(Crossentropy), typeof(FunctionLoss)];

    private static IEnumerable<Loss> All => s_all;

    [Test]
    public void Catalogue_EveryLoss_IsSampledAndChecked()
    {
        var classes = typeof(Loss).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Loss)) && !t.IsAbstract).ToArray();
        Assert.That(s_all.Select(l => l.GetType()).Append(typeof(FunctionLoss)), Is.EquivalentTo(classes));
        var golden = GoldenFile.Load("losses").Select(c => ((Loss)c.Attribute<string>("op")!).GetType()).Distinct();
        Assert.That(golden.Concat(s_byHand), Is.EquivalentTo(classes));
    }

    [TestCaseSource(nameof(All))]
    public void KerasJson_EveryLoss_ComesBack(Loss loss)
    {
        var json = KerasJson.Write(loss);
        var back = KerasJson.Read<Loss>(KerasJson.Print(json));
        Assert.That(back, Is.TypeOf(loss.GetType()));
        Assert.That(ConfigTree.Same(back, loss), Is.True, KerasJson.Print(json));
        Assert.That((back.ToString(), back.Name, back.Reduction), Is.EqualTo((loss.ToString(), loss.Name, loss.Reduction)));
        Assert.That((string?)json["module"], Is.EqualTo("keras.losses"));
    }

    [TestCase("mse", typeof(MeanSquaredError)), TestCase("MSE", typeof(MeanSquaredError)), TestCase("mae", typeof(MeanAbsoluteError))]
    [TestCase("mape", typeof(MeanAbsolutePercentageError)), TestCase("msle", typeof(MeanSquaredLogarithmicError)), TestCase("bce", typeof(BinaryCrossentropy))]
    [TestCase("kld", typeof(KLDivergence)), TestCase("kl_divergence", typeof(KLDivergence)), TestCase("log_cosh", typeof(LogCosh)), TestCase("huber", typeof(Huber))]
    [TestCase("sparse_categorical_crossentropy", typeof(SparseCategoricalCrossentropy)), TestCase("CategoricalHinge", typeof(CategoricalHinge))]
    public void Name_KerasAlias_FindsTheClass(string name, Type type) => Assert.That((Loss)name, Is.TypeOf(type));

    [Test]
    public void Name_Unknown_ListsTheKnown() => Assert.That(() => (Loss)"mze",
        Throws.TypeOf<ConfigException>().With.Message.Contains("There is no Loss named 'mze'").And.Message.Contains("'MeanSquaredError'"));

    [Test]
    public void Config_KeysAndOrder_AreKeras()
    {
        Assert.That(Keys(new MeanSquaredError()), Is.EqualTo(new[] { "name", "reduction" }));
        Assert.That(Keys(new SparseCategoricalCrossentropy()), Is.EqualTo(new[] { "name", "reduction", "from_logits", "ignore_class", "axis" }));
        Assert.That(Keys(new BinaryCrossentropy()), Is.EqualTo(new[] { "name", "reduction", "from_logits", "label_smoothing", "axis" }));
        Assert.That(Keys(new BinaryFocalCrossentropy()),
            Is.EqualTo(new[] { "name", "reduction", "from_logits", "label_smoothing", "axis", "apply_class_balancing", "alpha", "gamma" }));
        Assert.That(KerasJson.Print(KerasJson.Write(new Huber())["config"]!), Is.EqualTo("""{"name":"huber_loss","reduction":"sum_over_batch_size","delta":1.0}"""));
    }

    [Test]
    public void Name_Default_IsKeras() => Assert.That(s_all.Where(l => l is not MeanAbsoluteError).Select(l => l.Name), Is.EqualTo(new[]
    {
        "mean_squared_error", "mean_absolute_percentage_error", "mean_squared_logarithmic_error", "huber_loss", "log_cosh", "binary_crossentropy",
        "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_focal_crossentropy", "categorical_focal_crossentropy", "hinge", "squared_hinge",
        "categorical_hinge", "kl_divergence", "poisson", "cosine_similarity", "crossentropy",
    }));

    [Test]
    public void Constructor_BadSetting_SaysSo()
    {
        Assert.That(() => new Huber(0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("Huber: delta must be positive but is 0."));
        Assert.That(() => new BinaryCrossentropy(labelSmoothing: 1.5), Throws.TypeOf<InvalidValueException>()
            .With.Message.EqualTo("BinaryCrossentropy: labelSmoothing must be from 0 to 1 but is 1.5."));
    }

    private static IEnumerable<string> Keys(Loss loss) => loss.Config.Select(e => e.Key);
}
