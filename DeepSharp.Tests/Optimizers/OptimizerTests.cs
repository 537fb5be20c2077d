namespace DeepSharp.Tests;

public class OptimizerTests
{
    private static Variable Weight(params float[] values) => new(Tensor.From(values), "kernel");

    [Test]
    public void Constructor_CommonSettings_AreNamedArguments()
    {
        var optimizer = new Adam(1e-3, clipnorm: 1.0, weightDecay: 0.01, useEma: true, name: "mine");
        Assert.Multiple(() =>
        {
            Assert.That((double)optimizer.LearningRate, Is.EqualTo(1e-3));
            Assert.That(optimizer.Clipnorm, Is.EqualTo(1.0));
            Assert.That(optimizer.ToString(), Is.EqualTo("Adam(0.001, name: \"mine\", weightDecay: 0.01, clipnorm: 1, useEma: true)"));
            Assert.That(new SGD(0.1, momentum: 0.9).ToString(), Is.EqualTo("SGD(0.1, momentum: 0.9)"));
            Assert.That(new AdamW(0.1, clipvalue: 2).ToString(), Is.EqualTo("AdamW(0.1, clipvalue: 2)"));
            Assert.That(new AdamW().WeightDecay, Is.EqualTo(0.004));
        });
    }

    [Test]
    public void Constructor_SeveralFaults_NamesThemAll() =>
        Assert.That(() => new Adam(clipnorm: 1.0, clipvalue: 0.5, emaMomentum: 1.5, gradientAccumulationSteps: 1), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "Adam: only one of clipnorm, clipvalue and globalClipnorm can be set, got clipnorm and clipvalue; emaMomentum must be from 0 to 1, got 1.5; "
            + "gradientAccumulationSteps must be 2 or more (null for none), got 1."));

    [Test]
    public void Config_Adam_HasKerasOrder() => Assert.That(new Adam().Config.Select(e => e.Key), Is.EqualTo((string[])
    [
        "name", "learning_rate", "weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema", "ema_momentum", "ema_overwrite_frequency",
        "loss_scale_factor", "gradient_accumulation_steps", "beta_1", "beta_2", "epsilon", "amsgrad",
    ]));

    [Test]
    public void KerasJson_Schedule_RoundTrips()
    {
        var optimizer = new SGD(new CosineDecay(0.1, 100), momentum: 0.9);
        var again = KerasJson.Read<Optimizer>(KerasJson.Write(optimizer));
        Assert.That(KerasJson.Write(again).ToString(), Is.EqualTo(KerasJson.Write(optimizer).ToString()));
        Assert.That(again.LearningRate.Schedule, Is.TypeOf<CosineDecay>());
    }

    [Test]
    public void Apply_Schedule_TakesTheRateOfTheStepBefore([Values] bool traced)
    {
        var w = Weight(0);
        var optimizer = new SGD(new PiecewiseConstantDecay([0, 1], [1.0, 0.1, 0.01]));
        var step = new TracedFunction(g =>
        {
            optimizer.Apply(g, [w]);
            return [];
        });
        Tensor g = new float[] { -1 };
        for (int i = 0; i < 3; i++)
            if (traced) step.Run(g);
            else optimizer.Apply([g], [w]);
        Assert.That(w.Value.Item(), Is.EqualTo(1.11).Within(1e-6));
    }

    [Test]
    public void LearningRate_WithSchedule_CannotBeSet()
    {
        var optimizer = new SGD(new ExponentialDecay(0.1, 10, 0.5));
        Assert.That(() => optimizer.LearningRate = 0.5, Throws.TypeOf<DeepSharpException>().With.Message.Contains("ExponentialDecay(0.1, 10, 0.5)"));
    }

    [Test]
    public void LearningRate_SetBetweenTracedSteps_Counts()
    {
        var w = Weight(0);
        var optimizer = new SGD(1.0);
        var step = new TracedFunction(g =>
        {
            optimizer.Apply(g, [w]);
            return [];
        });
        Tensor g = new float[] { -1 };
        step.Run(g);
        optimizer.LearningRate = 0.5;
        step.Run(g);
        Assert.That(w.Value.Item(), Is.EqualTo(1.5));
    }

    [Test]
    public void Apply_CustomLoop_FindsTheMinimum()
    {
        var w = Weight(3, -2);
        var optimizer = new Adam(0.1);
        for (int i = 0; i < 200; i++)
        {
            using var tape = new GradientTape();
            var loss = (w.Value - 1).Square().Sum();
            optimizer.Apply(tape.Gradient(loss, [w]), [w]);
        }
        Assert.That(w.Value.ToDoubles(), Is.All.EqualTo(1).Within(0.01));
        Assert.That(optimizer.Iterations.Value.Item(), Is.EqualTo(200));
    }

    [Test]
    public void Apply_WrongNumberOfGradients_Throws() => Assert.That(
        () => new SGD().Apply([], [Weight(1)]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("0 gradients for 1 variables"));

    [Test]
    public void Build_AnotherList_KeepsKnownSlots()
    {
        var (a, b) = (Weight(1), Weight(2));
        var optimizer = new SGD(0.1, momentum: 0.9);
        optimizer.Apply([new float[] { 1 }], [a]);
        double before = optimizer.Variables[2].Value.Item();
        optimizer.Build([b, a]);
        Assert.That(optimizer.Variables, Has.Count.EqualTo(4));
        Assert.That(optimizer.Variables.Skip(2).Select(v => v.Value.Item()), Is.EqualTo((double[])[0, before]));
    }

    [Test]
    public void Variables_StandInKerasOrder()
    {
        Variable[] weights = [new(Tensor.Zeros([1]), "a"), new(Tensor.Zeros([1]), "b")];
        string[] Names(Optimizer optimizer)
        {
            optimizer.Build(weights);
            return [.. optimizer.Variables.Select(v => v.Name)];
        }
        Assert.Multiple(() =>
        {
            Assert.That(Names(new Adam(amsgrad: true)), Is.EqualTo((string[])["iteration", "learning_rate", "a_momentum", "a_velocity", "b_momentum", "b_velocity", "a_velocity_hat", "b_velocity_hat"]));
            Assert.That(Names(new RMSprop(momentum: 0.9, centered: true)), Is.EqualTo((string[])["iteration", "learning_rate", "a_velocity", "b_velocity", "a_momentum", "b_momentum", "a_average_gradient", "b_average_gradient"]));
            Assert.That(Names(new SGD(useEma: true, gradientAccumulationSteps: 2)), Is.EqualTo((string[])["iteration", "learning_rate", "a_average", "b_average", "a_gradient_accumulator", "b_gradient_accumulator"]));
            Assert.That(Names(new Nadam(new ExponentialDecay(0.1, 10, 0.5))), Is.EqualTo((string[])["iteration", "a_momentum", "a_velocity", "b_momentum", "b_velocity", "u_product"]));
        });
    }

    [Test]
    public void ExcludeFromWeightDecay_ByNameAndVariable_LeavesThemAlone()
    {
        Variable kernel = new(Tensor.Ones([1]), "kernel"), bias = new(Tensor.Ones([1]), "bias"), other = new(Tensor.Ones([1]), "other");
        var optimizer = new SGD(0.1, weightDecay: 0.5);
        optimizer.ExcludeFromWeightDecay([other], ["^bi"]);
        var zero = Tensor.Zeros([1]);
        optimizer.Apply([zero, zero, zero], [kernel, bias, other]);
        Assert.That(new[] { kernel, bias, other }.Select(v => v.Value.Item()), Is.EqualTo((double[])[0.95, 1, 1]).Within(1e-6));
        Assert.That(() => optimizer.ExcludeFromWeightDecay(names: ["x"]), Throws.TypeOf<DeepSharpException>().With.Message.Contains("before the first step"));
    }

    [Test]
    public void FinalizeVariables_WithEma_PutsTheAveragesIn()
    {
        var w = Weight(0);
        var optimizer = new SGD(1.0, useEma: true, emaMomentum: 0.5);
        for (int i = 0; i < 2; i++) optimizer.Apply([new float[] { -1 }], [w]);
        Assert.That(w.Value.Item(), Is.EqualTo(2));
        optimizer.FinalizeVariables();
        Assert.That(w.Value.Item(), Is.EqualTo(1.5));
    }

    [Test]
    public void Apply_EmaOverwriteFrequency_ReplacesVariablesWhenDue()
    {
        var w = Weight(0);
        var optimizer = new SGD(1.0, useEma: true, emaMomentum: 0.5, emaOverwriteFrequency: 2);
        optimizer.Apply([new float[] { -1 }], [w]);
        Assert.That(w.Value.Item(), Is.EqualTo(1));
        optimizer.Apply([new float[] { -1 }], [w]);
        Assert.That(w.Value.Item(), Is.EqualTo(1.5));
    }

    [Test]
    public void Apply_LossScaleFactor_DividesGradients()
    {
        var w = Weight(1);
        var optimizer = new SGD(1.0, lossScaleFactor: 4);
        Assert.That(optimizer.ScaleLoss(Tensor.Scalar(2f)).Item(), Is.EqualTo(8));
        optimizer.Apply([new float[] { 4 }], [w]);
        Assert.That(w.Value.Item(), Is.Zero);
    }

    [Test]
    public void TracedStep_Adam_IsOneLaunchInPlace()
    {
        Variable kernel = new(Tensor.Full([8, 4], 0.1).Contiguous()), bias = new(Tensor.Zeros([4]));
        var optimizer = new Adam();
        var step = new TracedFunction(x =>
        {
            using var tape = new GradientTape();
            var loss = (x[0].MatMul(kernel.Value) + bias.Value).Square().Mean();
            optimizer.Apply(tape.Gradient(loss, [kernel, bias]), [kernel, bias]);
            return [loss];
        });
        var x = Tensor.Ones([2, 8]).Contiguous();
        step.Run(x);
        var listing = step.Programs[0].Listing.ToList();
        Assert.That(listing.Count(l => l.Contains("= adam×2(")), Is.EqualTo(1), string.Join('\n', listing));
        Assert.That(listing, Has.None.Contains("= copy("), string.Join('\n', listing));
        step.Run(x);
        var cells = optimizer.Variables.Append(kernel).Select(v => v.Cell.Storage).ToList();
        Allocation.None(() => step.Run(x));
        Assert.That(optimizer.Variables.Append(kernel).Select(v => v.Cell.Storage), Is.EqualTo(cells));
    }
}
