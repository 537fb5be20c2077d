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
        new CosineSimilarity(1) { Reduction = Reduction.MeanWithSampleWeight }, new Crossentropy(), new CategoricalGeneralizedCrossEntropy(0.25),
        new Dice([1, 2]), new Tversky(0.25, 0.75, 1), new CTC(), new Circle(64, 0.25, false), new TripletLoss(0.5, DistanceMetric.Angular),
        new TripletHardLoss(0.5, true, DistanceMetric.SquaredL2), new TripletSemiHardLoss(0.5, DistanceMetric.SquaredL2), new ContrastiveLoss(2),
        new WassersteinLoss(),
    ];

    /// <summary>Keras 3's losses.</summary>
    private static readonly string[] s_keras =
    [
        "BinaryCrossentropy", "BinaryFocalCrossentropy", "CategoricalCrossentropy", "CategoricalFocalCrossentropy", "SparseCategoricalCrossentropy",
        "CategoricalGeneralizedCrossEntropy", "KLDivergence", "Poisson", "MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError",
        "MeanSquaredLogarithmicError", "CosineSimilarity", "Huber", "LogCosh", "Hinge", "SquaredHinge", "CategoricalHinge", "Dice", "Tversky", "Circle", "CTC",
    ];

    /// <summary>What Keras calls the functions of the same losses.</summary>
    private static readonly string[] s_functions =
    [
        "binary_crossentropy", "binary_focal_crossentropy", "categorical_crossentropy", "categorical_focal_crossentropy", "sparse_categorical_crossentropy",
        "categorical_generalized_cross_entropy", "kl_divergence", "poisson", "mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error",
        "mean_squared_logarithmic_error", "cosine_similarity", "huber", "log_cosh", "hinge", "squared_hinge", "categorical_hinge", "dice", "tversky", "circle", "ctc",
    ];

    private static IEnumerable<(string Class, string Function)> Keras => s_keras.Zip(s_functions);

    /// <summary>Checked by hand in <see cref="LossTests"/>.</summary>
    private static readonly Type[] s_byHand = [typeof(Crossentropy), typeof(FunctionLoss)];

    private static IEnumerable<Loss> All => s_all;

    [Test]
    public void Catalogue_EveryLoss_IsSampledAndChecked()
    {
        var classes = typeof(Loss).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Loss)) && !t.IsAbstract).ToArray();
        Assert.That(s_all.Select(l => l.GetType()).Append(typeof(FunctionLoss)), Is.EquivalentTo(classes));
        var golden = GoldenFile.Load("losses").Select(c => ((Loss)c.Attribute<string>("op")!).GetType()).Distinct();
        Assert.That(golden.Concat(s_byHand), Is.EquivalentTo(classes));
    }

    [TestCaseSource(nameof(Keras))]
    public void Keras_EveryLoss_IsThereByClassAndFunction((string Class, string Function) name)
    {
        var type = ConfigRegistry.All.Single(t => t.Kind == typeof(Loss) && t.ClassName == name.Class);
        Assert.That((type.Module, type.Package), Is.EqualTo(("keras.losses", (string?)null)));
        Assert.That(((Loss)name.Class).GetType(), Is.EqualTo(type.Type));
        Assert.That(((Loss)name.Function).GetType(), Is.EqualTo(type.Type));
    }

    [TestCaseSource(nameof(All))]
    public void KerasJson_EveryLoss_ComesBack(Loss loss)
    {
        var json = KerasJson.Write(loss);
        var back = KerasJson.Read<Loss>(KerasJson.Print(json));
        Assert.That(back, Is.TypeOf(loss.GetType()));
        Assert.That(ConfigTree.Same(back, loss), Is.True, KerasJson.Print(json));
        Assert.That((back.ToString(), back.Name, back.Reduction), Is.EqualTo((loss.ToString(), loss.Name, loss.Reduction)));
        Assert.That((string?)json["module"], Is.EqualTo(s_keras.Append("Crossentropy").Contains(loss.GetType().Name) ? "keras.losses" : null));
    }

    [Test]
    public void KerasJson_NoReduction_IsNullOrNone()
    {
        foreach (string none in (string[])["null", "\"none\""])
            Assert.That(KerasJson.Read<Loss>($$"""{"class_name":"Dice","config":{"name":"dice","reduction":{{none}},"axis":[1,2]} }""").Reduction, Is.EqualTo(Reduction.None));
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
        Assert.That(Config(new Dice()), Is.EqualTo("""{"name":"dice","reduction":"sum_over_batch_size","axis":null}"""));
        Assert.That(Config(new Tversky(axis: [1, 2])), Is.EqualTo("""{"name":"tversky","reduction":"sum_over_batch_size","alpha":0.5,"beta":0.5,"axis":[1,2]}"""));
        Assert.That(Config(new Circle()), Is.EqualTo("""{"name":"circle","reduction":"sum_over_batch_size","gamma":80.0,"margin":0.4,"remove_diagonal":true}"""));
        Assert.That(Config(new CTC()), Is.EqualTo("""{"name":"ctc","reduction":"sum_over_batch_size"}"""));
        Assert.That(Config(new TripletSemiHardLoss(distanceMetric: DistanceMetric.SquaredL2)),
            Is.EqualTo("""{"name":"triplet_semi_hard_loss","reduction":"sum_over_batch_size","margin":1.0,"distance_metric":"squared-L2"}"""));
    }

    [Test]
    public void Name_Default_IsKeras() => Assert.That(s_all.Where(l => l is not MeanAbsoluteError).Select(l => l.Name), Is.EqualTo(new[]
    {
        "mean_squared_error", "mean_absolute_percentage_error", "mean_squared_logarithmic_error", "huber_loss", "log_cosh", "binary_crossentropy",
        "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_focal_crossentropy", "categorical_focal_crossentropy", "hinge", "squared_hinge",
        "categorical_hinge", "kl_divergence", "poisson", "cosine_similarity", "crossentropy", "categorical_generalized_cross_entropy", "dice", "tversky", "ctc",
        "circle", "triplet_loss", "triplet_hard_loss", "triplet_semi_hard_loss", "contrastive_loss", "wasserstein_loss",
    }));

    [Test]
    public void Constructor_BadSetting_SaysSo()
    {
        Assert.That(() => new Huber(0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("Huber: delta must be positive but is 0."));
        Assert.That(() => new BinaryCrossentropy(labelSmoothing: 1.5), Throws.TypeOf<InvalidValueException>()
            .With.Message.EqualTo("BinaryCrossentropy: labelSmoothing must be from 0 to 1 but is 1.5."));
        Assert.That(() => new CategoricalGeneralizedCrossEntropy(1), Throws.TypeOf<InvalidValueException>()
            .With.Message.EqualTo("CategoricalGeneralizedCrossEntropy: q must lie between 0 and 1 but is 1."));
    }

    private static string Config(Loss loss) => KerasJson.Print(KerasJson.Write(loss)["config"]!);

    private static IEnumerable<string> Keys(Loss loss) => loss.Config.Select(e => e.Key);
}
