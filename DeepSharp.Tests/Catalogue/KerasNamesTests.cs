namespace DeepSharp.Tests.Catalogue;

/// <summary>Every name of Keras 3's optimizers, schedules, callbacks, initializers, regularizers and constraints is there.</summary>
public sealed class KerasNamesTests
{
    private static readonly string[] s_optimizers =
    [
        "SGD", "RMSprop", "Adam", "AdamW", "Nadam", "Adamax", "Adagrad", "Adadelta", "Adafactor", "Ftrl", "Lion", "Lamb", "Muon", "ScheduleFreeAdamW",
        "LossScaleOptimizer", "MultiOptimizer",
    ];

    private static readonly string[] s_schedules = ["ExponentialDecay", "PiecewiseConstantDecay", "PolynomialDecay", "InverseTimeDecay", "CosineDecay",
        "CosineDecayRestarts"];

    private static readonly string[] s_initializers =
    [
        "Zeros", "Ones", "Constant", "Identity", "RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling", "STFT", "Orthogonal", "GlorotUniform",
        "GlorotNormal", "HeUniform", "HeNormal", "LecunUniform", "LecunNormal", "uniform", "normal",
    ];

    // OrbaxCheckpoint is bound to a Python library; ModelCheckpoint(maxToKeep: …) does its work.
    private static readonly string[] s_callbacks =
    [
        "Callback", "CallbackList", "History", "ProgbarLogger", "ModelCheckpoint", "EarlyStopping", "ReduceLROnPlateau", "TensorBoard", "CSVLogger",
            "BackupAndRestore",
        "LambdaCallback", "LearningRateScheduler", "TerminateOnNaN", "RemoteMonitor", "SwapEMAWeights",
    ];

    [TestCaseSource(nameof(s_optimizers))]
    public void Optimizer_Name_IsKnown(string name) => Assert.That(Entry<Optimizer>(name).Module, Is.EqualTo("keras.optimizers"));

    [Test]
    public void OptimizerMap_Name_IsKnown() => Assert.That(Entry<OptimizerMap>("OptimizerMap").Module, Is.EqualTo("keras.optimizers"));

    [TestCaseSource(nameof(s_schedules))]
    public void Schedule_Name_IsKnown(string name) => Assert.That(Entry<LearningRateSchedule>(name).Module, Is.EqualTo("keras.optimizers.schedules"));

    [TestCaseSource(nameof(s_initializers))]
    public void Initializer_Name_IsKnown(string name) => Assert.That(Entry<Initializer>(name).Module, Is.EqualTo("keras.initializers"));

    [TestCase("L1"), TestCase("L2"), TestCase("L1L2"), TestCase("OrthogonalRegularizer")]
    public void Regularizer_Name_IsKnown(string name) => Assert.That(Entry<Regularizer>(name).Module, Is.EqualTo("keras.regularizers"));

    [TestCase("MaxNorm"), TestCase("MinMaxNorm"), TestCase("NonNeg"), TestCase("UnitNorm")]
    public void Constraint_Name_IsKnown(string name) => Assert.That(Entry<Constraint>(name).Module, Is.EqualTo("keras.constraints"));

    [TestCaseSource(nameof(s_callbacks))]
    public void Callback_Name_IsKnown(string name)
    {
        var type = typeof(Callback).Assembly.GetExportedTypes().SingleOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        Assert.That(type, Is.Not.Null);
        Assert.That(typeof(Callback).IsAssignableFrom(type));
    }

    /// <summary>Every optimizer that needs no argument is found by its lower-case name, as compile("lamb") asks for it.</summary>
    [Test]
    public void Optimizer_LowerCaseName_GivesItsDefaults()
    {
        foreach (string name in s_optimizers.Where(n => n is not ("LossScaleOptimizer" or "MultiOptimizer")))
            Assert.That(((Optimizer)name.ToLowerInvariant()).TypeName, Is.EqualTo(name));
    }

    private static ConfigType Entry<TKind>(string name) => ConfigRegistry.All.Single(t =>
        t.Kind == typeof(TKind) && t.Package is null && t.Aliases.Append(t.ClassName).Contains(name, StringComparer.OrdinalIgnoreCase));
}
