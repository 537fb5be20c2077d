using DeepSharp.Metrics;

namespace DeepSharp.Tests.Metrics;

public sealed class MetricCatalogueTests
{
    private const MetricDirection Up = MetricDirection.Up, Down = MetricDirection.Down, None = MetricDirection.None;

    /// <summary>Every metric with settings that differ from the defaults where it has any; its direction and default name in Keras.</summary>
    private static readonly (Metric Metric, MetricDirection Direction, string Name)[] s_all =
    [
        (new Mean(), None, "mean"), (new Sum(), None, "sum"), (new Accuracy(), Up, "accuracy"), (new BinaryAccuracy(0.25), Up, "binary_accuracy"),
        (new CategoricalAccuracy(), Up, "categorical_accuracy"), (new SparseCategoricalAccuracy(), Up, "sparse_categorical_accuracy"),
        (new TopKCategoricalAccuracy(3), Up, "top_k_categorical_accuracy"), (new SparseTopKCategoricalAccuracy(3), Up, "sparse_top_k_categorical_accuracy"),
        (new MeanSquaredError(), Down, "mean_squared_error"), (new RootMeanSquaredError(), Down, "root_mean_squared_error"),
        (new MeanAbsoluteError(), Down, "mean_absolute_error"), (new MeanAbsolutePercentageError(), Down, "mean_absolute_percentage_error"),
        (new MeanSquaredLogarithmicError(), Down, "mean_squared_logarithmic_error"), (new LogCoshError(), Down, "logcosh"),
        (new CosineSimilarity(1), Up, "cosine_similarity"), (new R2Score(R2Aggregation.VarianceWeightedAverage, 2), Up, "r2_score"),
        (new Hinge(), Down, "hinge"), (new SquaredHinge(), Down, "squared_hinge"), (new CategoricalHinge(), Down, "categorical_hinge"),
        (new KLDivergence(), Down, "kl_divergence"), (new Poisson(), Down, "poisson"), (new BinaryCrossentropy(true, 0.1), Down, "binary_crossentropy"),
        (new CategoricalCrossentropy(true, 0.1, 1), Down, "categorical_crossentropy"),
        (new SparseCategoricalCrossentropy(true, 1), Down, "sparse_categorical_crossentropy"),
        (new TruePositives(0.25), None, "true_positives"), (new TrueNegatives([0.25, 0.5]), None, "true_negatives"),
        (new FalsePositives(), None, "false_positives"), (new FalseNegatives(), None, "false_negatives"),
        (new Precision([0.25, 0.5], 2, 1), Up, "precision"), (new Recall(0.25), Up, "recall"),
        (new F1Score(ScoreAverage.Macro, 0.5), Up, "f1_score"), (new FBetaScore(ScoreAverage.Weighted, 2, 0.5), Up, "fbeta_score"),
        (new AUC(50, AucCurve.PR, AucSummation.Minoring, null, true, 3, [1, 2, 3], true), Up, "auc"), (new ConfusionMatrix(3), None, "confusion_matrix"),
    ];

    /// <summary>Checked by hand in <see cref="MetricTests"/>; those over losses are also the losses' golden values.</summary>
    private static readonly Type[] s_byHand =
    [
        typeof(Mean), typeof(Sum), typeof(R2Score), typeof(ConfusionMatrix), typeof(FunctionMetric), typeof(MeanAbsolutePercentageError),
        typeof(MeanSquaredLogarithmicError), typeof(LogCoshError), typeof(Hinge), typeof(SquaredHinge), typeof(CategoricalHinge), typeof(KLDivergence),
        typeof(Poisson), typeof(BinaryCrossentropy), typeof(CategoricalCrossentropy), typeof(SparseCategoricalCrossentropy),
    ];

    private static IEnumerable<Metric> All => s_all.Select(m => m.Metric);

    [Test]
    public void Catalogue_EveryMetric_IsSampledAndChecked()
    {
        var classes = typeof(Metric).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Metric)) && !t.IsAbstract).ToArray();
        Assert.That(All.Select(m => m.GetType()).Append(typeof(FunctionMetric)), Is.EquivalentTo(classes));
        var golden = GoldenFile.Load("metrics").Select(c => ConfigRegistry.All.Single(t => t.Kind == typeof(Metric) && t.ClassName == c.Attribute<string>("class")).Type);
        Assert.That(golden.Distinct().Concat(s_byHand), Is.EquivalentTo(classes));
    }

    [TestCaseSource(nameof(All))]
    public void KerasJson_EveryMetric_ComesBack(Metric metric)
    {
        var json = KerasJson.Write(metric);
        var back = KerasJson.Read<Metric>(KerasJson.Print(json));
        Assert.That(back, Is.TypeOf(metric.GetType()));
        Assert.That(ConfigTree.Same(back, metric), Is.True, KerasJson.Print(json));
        Assert.That((back.ToString(), back.Name), Is.EqualTo((metric.ToString(), metric.Name)));
        Assert.That(metric.Config.Take(2).Select(e => e.Key), Is.EqualTo(new[] { "name", "dtype" }));
    }

    [Test]
    public void NameAndDirection_AreKeras() => Assert.Multiple(() =>
    {
        foreach (var (metric, direction, name) in s_all) Assert.That((metric.Name, metric.Direction), Is.EqualTo((name, direction)));
    });

    [Test]
    public void Config_AUC_HasKerasKeys()
    {
        Assert.That(KerasJson.Print(KerasJson.Write(new AUC())), Is.EqualTo(
            """{"module":"keras.metrics","class_name":"AUC","config":{"name":"auc","dtype":"float32","num_thresholds":200,"curve":"ROC","summation_method":"interpolation","multi_label":false,"num_labels":null,"label_weights":null,"from_logits":false},"registered_name":null}"""));
        Assert.That(KerasJson.Read<AUC>(KerasJson.Write(new AUC(thresholds: [0.25, 0.75]))).Thresholds, Is.EqualTo(new[] { 0.25, 0.75 }));
        Assert.That(KerasJson.Print(KerasJson.Write(new Precision())["config"]!),
            Is.EqualTo("""{"name":"precision","dtype":"float32","thresholds":null,"top_k":null,"class_id":null}"""));
        Assert.That(KerasJson.Print(KerasJson.Write(new Precision(0.25))["config"]!["thresholds"]!), Is.EqualTo("0.25"));
        Assert.That(KerasJson.Print(KerasJson.Write(new F1Score())["config"]!), Is.EqualTo("""{"name":"f1_score","dtype":"float32","average":null,"threshold":null}"""));
    }

    [TestCase("mse", typeof(MeanSquaredError)), TestCase("MAE", typeof(MeanAbsoluteError)), TestCase("mape", typeof(MeanAbsolutePercentageError))]
    [TestCase("msle", typeof(MeanSquaredLogarithmicError)), TestCase("bce", typeof(BinaryCrossentropy)), TestCase("auc", typeof(AUC))]
    [TestCase("f1_score", typeof(F1Score)), TestCase("fbeta_score", typeof(FBetaScore)), TestCase("top_k_categorical_accuracy", typeof(TopKCategoricalAccuracy))]
    public void Name_KerasAlias_FindsTheClass(string name, Type type)
    {
        Assert.That((Metric)name, Is.TypeOf(type));
        Assert.That(MetricChoice.Resolve(name, Tensor.Zeros([2, 1]), Tensor.Zeros([2, 1])).Name, Is.EqualTo(name));
    }
}
