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
        (new MeanMetricWrapper(new DeepSharp.Losses.Huber(0.5)), Down, "mean_metric_wrapper"),
        (new PrecisionAtRecall(0.25, 100, 1), Up, "precision_at_recall"), (new RecallAtPrecision(0.25), Up, "recall_at_precision"),
        (new SensitivityAtSpecificity(0.25), Up, "sensitivity_at_specificity"), (new SpecificityAtSensitivity(0.25), Up, "specificity_at_sensitivity"),
        (new IoU(3, [0, 2], 1, false, false, 1), Up, "io_u"), (new MeanIoU(3, 255, false, false, 1), Up, "mean_io_u"), (new BinaryIoU([1], 0.25), Up, "binary_io_u"),
        (new OneHotIoU(3, [1], 0, true, 1), Up, "one_hot_io_u"), (new OneHotMeanIoU(3, 0, true, 1), Up, "one_hot_mean_io_u"),
        (new PearsonCorrelation(0), Up, "pearson_correlation"), (new ConcordanceCorrelation([0, 1]), Up, "concordance_correlation"),
        (new Perplexity(true, 0), Down, "perplexity"), (new EditDistance(false, 1), Down, "edit_distance"), (new Bleu(null, 2, true, 1), Up, "bleu"),
    ];

    /// <summary>Keras 3's metrics.</summary>
    private static readonly string[] s_keras =
    [
        "Mean", "Sum", "MeanMetricWrapper", "Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy", "TopKCategoricalAccuracy",
        "SparseTopKCategoricalAccuracy", "AUC", "Precision", "Recall", "TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives", "PrecisionAtRecall",
        "RecallAtPrecision", "SensitivityAtSpecificity", "SpecificityAtSensitivity", "F1Score", "FBetaScore", "IoU", "BinaryIoU", "MeanIoU", "OneHotIoU",
        "OneHotMeanIoU", "MeanSquaredError", "RootMeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError", "MeanSquaredLogarithmicError",
        "CosineSimilarity", "LogCoshError", "R2Score", "PearsonCorrelation", "ConcordanceCorrelation", "Hinge", "SquaredHinge", "CategoricalHinge",
        "KLDivergence", "Poisson", "BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy",
    ];

    /// <summary>Checked by hand in <see cref="ConfusionMatrixTests"/> and <see cref="MetricTests"/>.</summary>
    private static readonly Type[] s_byHand = [typeof(ConfusionMatrix), typeof(FunctionMetric)];

    private static IEnumerable<Metric> All => s_all.Select(m => m.Metric);

    [Test]
    public void Catalogue_EveryMetric_IsSampledAndChecked()
    {
        var classes = typeof(Metric).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Metric)) && !t.IsAbstract).ToArray();
        Assert.That(All.Select(m => m.GetType()).Append(typeof(FunctionMetric)), Is.EquivalentTo(classes));
        var golden = GoldenFile.Load("metrics").Select(c => ConfigRegistry.All.Single(t => t.Kind == typeof(Metric) && t.ClassName == c.Attribute<string>("class")).Type);
        Assert.That(golden.Distinct().Concat(s_byHand), Is.EquivalentTo(classes));
    }

    [Test]
    public void Keras_EveryMetric_IsThere() => Assert.Multiple(() =>
    {
        foreach (string name in s_keras)
        {
            var type = ConfigRegistry.All.SingleOrDefault(t => t.Kind == typeof(Metric) && t.ClassName == name);
            Assert.That((type?.Module, type?.Package), Is.EqualTo(("keras.metrics", (string?)null)), name);
        }
    });

    [TestCase("keras_hub>Perplexity"), TestCase("keras_hub>EditDistance"), TestCase("keras_hub>Bleu")]
    public void KerasHub_Metrics_AreFoundByTheirRegisteredNames(string name) =>
        Assert.That(ConfigRegistry.All.Single(t => t.Kind == typeof(Metric) && t.RegisteredName == name).ClassName, Is.EqualTo(name[10..]));

    [Test]
    public void KerasJson_FunctionInAWrapper_IsTheLoss()
    {
        var metric = KerasJson.Read<Metric>("""
            {"module":"keras.metrics","class_name":"MeanMetricWrapper","config":{"name":"mine","dtype":"float32",
             "fn":{"module":"builtins","class_name":"function","config":"mean_squared_error","registered_name":"function"}} }
            """);
        Assert.That(metric.ToString(), Does.Contain("MeanSquaredError"));
        Assert.That(metric.Name, Is.EqualTo("mine"));
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

    [Test]
    public void Config_NewMetrics_HaveKerasKeys()
    {
        static string Config(Metric metric) => KerasJson.Print(KerasJson.Write(metric)["config"]!);
        Assert.That(Config(new IoU(3, [0, 2])), Is.EqualTo(
            """{"name":"io_u","dtype":"float32","num_classes":3,"target_class_ids":[0,2],"ignore_class":null,"sparse_y_true":true,"sparse_y_pred":true,"axis":-1}"""));
        Assert.That(Config(new BinaryIoU()), Is.EqualTo("""{"name":"binary_io_u","dtype":"float32","target_class_ids":[0,1],"threshold":0.5}"""));
        Assert.That(Config(new OneHotMeanIoU(2)),
            Is.EqualTo("""{"name":"one_hot_mean_io_u","dtype":"float32","num_classes":2,"ignore_class":null,"sparse_y_pred":false,"axis":-1}"""));
        Assert.That(Config(new PrecisionAtRecall(0.5)),
            Is.EqualTo("""{"name":"precision_at_recall","dtype":"float32","recall":0.5,"num_thresholds":200,"class_id":null}"""));
        Assert.That(KerasJson.Read<Metric>("""{"class_name":"PearsonCorrelation","config":{"name":"p","dtype":"float32","axis":-1} }"""),
            Has.Property("Axis").EqualTo((Axes)(-1)));
    }

    [Test]
    public void Constructor_BadSetting_SaysSo()
    {
        Assert.That(() => new IoU(3, [3]), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("IoU: the target class 3 is outside the 3 classes."));
        Assert.That(() => new MeanIoU(0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("MeanIoU: numClasses must be positive but is 0."));
        Assert.That(() => new PrecisionAtRecall(1.5), Throws.TypeOf<InvalidValueException>()
            .With.Message.EqualTo("PrecisionAtRecall: recall must be from 0 to 1 but is 1.5."));
        Assert.That(() => new RecallAtPrecision(0.5, 0), Throws.TypeOf<InvalidValueException>()
            .With.Message.EqualTo("RecallAtPrecision: numThresholds must be positive but is 0."));
        Assert.That(() => new Bleu(maxOrder: 0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("Bleu: maxOrder must be positive but is 0."));
    }

    [TestCase("mse", typeof(MeanSquaredError)), TestCase("MAE", typeof(MeanAbsoluteError)), TestCase("mape", typeof(MeanAbsolutePercentageError))]
    [TestCase("msle", typeof(MeanSquaredLogarithmicError)), TestCase("bce", typeof(BinaryCrossentropy)), TestCase("auc", typeof(AUC))]
    [TestCase("pearson_correlation", typeof(PearsonCorrelation)), TestCase("logcosh", typeof(LogCoshError)), TestCase("rmse", typeof(RootMeanSquaredError))]
    [TestCase("perplexity", typeof(Perplexity)), TestCase("bleu", typeof(Bleu)), TestCase("binary_iou", typeof(BinaryIoU))]
    [TestCase("f1_score", typeof(F1Score)), TestCase("fbeta_score", typeof(FBetaScore)), TestCase("top_k_categorical_accuracy", typeof(TopKCategoricalAccuracy))]
    public void Name_KerasAlias_FindsTheClass(string name, Type type)
    {
        Assert.That((Metric)name, Is.TypeOf(type));
        Assert.That(MetricChoice.Resolve(name, Tensor.Zeros([2, 1]), Tensor.Zeros([2, 1])).Name, Is.EqualTo(name));
    }
}
