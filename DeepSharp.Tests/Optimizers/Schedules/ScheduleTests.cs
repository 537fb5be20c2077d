using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

public class ScheduleTests
{
    private static IEnumerable<GoldenCase> Cases => GoldenFile.Load("schedules");

    [Test]
    public void At_GoldenCase_GivesItsRates([ValueSource(nameof(Cases))] GoldenCase golden, [Values] bool traced)
    {
        var schedule = Make(golden);
        var program = new TracedFunction(step => [schedule.At(step[0])]);
        var (steps, rates) = (golden.Array("steps").ToInt64(), golden.Array("learning_rate").Values);
        for (int i = 0; i < steps.Length; i++)
        {
            double got = traced ? program.Run(Tensor.Scalar(steps[i]))[0].Item() : schedule.At(steps[i]);
            Assert.That(got, Is.EqualTo(rates[i]).Within(1e-9), $"{golden} at step {steps[i]}");
        }
    }

    [Test]
    public void KerasJson_GoldenCase_RoundTrips([ValueSource(nameof(Cases))] GoldenCase golden)
    {
        var written = KerasJson.Write(Make(golden));
        Assert.That(KerasJson.Write(KerasJson.Read<LearningRateSchedule>(written)).ToString(), Is.EqualTo(written.ToString()));
        bool own = golden.Attribute<string>("class") is "LinearWarmup" or "OneCycle" or "InverseSquareRootDecay" or "NoamDecay";
        Assert.That((string?)written["module"], Is.EqualTo(own ? null : "keras.optimizers.schedules"));
        Assert.That((string?)written["registered_name"], Is.EqualTo(own ? $"DeepSharp>{golden.Attribute<string>("class")}" : null));
    }

    [Test]
    public void CosineDecay_Config_HasKerasOrder() =>
        Assert.That(KerasJson.Print(KerasJson.Write(new CosineDecay(0.1, 100, warmupTarget: 0.2, warmupSteps: 10))["config"]!), Is.EqualTo(
            """{"initial_learning_rate":0.1,"decay_steps":100,"alpha":0.0,"name":"CosineDecay","warmup_target":0.2,"warmup_steps":10}"""));

    [Test]
    public void CosineDecayRestarts_EachRestart_IsAtItsStep()
    {
        var schedule = new CosineDecayRestarts(1.0, 3);
        for (long start = 0, period = 3; start < 1_000_000; start += period, period *= 2)
        {
            Assert.That(schedule.At(start), Is.EqualTo(1).Within(1e-6), $"restart at {start}");
            Assert.That(schedule.At(start + period - 1), Is.LessThan(0.3), $"end of the period from {start}");
        }
    }

    [Test]
    public void PiecewiseConstantDecay_TooFewValues_Throws() =>
        Assert.That(() => new PiecewiseConstantDecay([5, 10], [1.0, 0.5]),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("one more value than boundaries, got boundaries [5, 10] and 2 values"));

    [Test]
    public void ExponentialDecay_NoSteps_Throws() =>
        Assert.That(() => new ExponentialDecay(0.1, 0, 0.9), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("ExponentialDecay: decaySteps must be 1 or more, got 0."));

    [Test]
    public void OneCycle_NoRise_FallsFromTheTop()
    {
        var schedule = new OneCycle(1.0, 10, pctStart: 0, annealing: Annealing.Linear, finalDivFactor: 1);
        Assert.That(schedule.At(1), Is.EqualTo(1 - 0.96 * 2 / 10).Within(1e-9), "the top lies one step before the first");
        Assert.That(schedule.At(9), Is.EqualTo(0.04).Within(1e-9));
    }

    [Test]
    public void OneCycle_BadSettings_Throws() => Assert.Multiple(() =>
    {
        Assert.That(() => new OneCycle(0.1, 0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("OneCycle: totalSteps must be 1 or more, got 0."));
        Assert.That(() => new OneCycle(0.1, 10, pctStart: 1.5),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("OneCycle: pctStart must be from 0 to 1, got 1.5."));
        Assert.That(() => new LinearWarmup(0.1, 0),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("LinearWarmup: warmupSteps must be 1 or more, got 0."));
        Assert.That(() => new NoamDecay(0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("NoamDecay: modelSize must be 1 or more, got 0."));
    });

    [Test]
    public void NoamDecay_IsInverseSquareRootDecayWithItsPeak()
    {
        var peak = new InverseSquareRootDecay(Math.Pow(512.0 * 4000, -0.5));
        foreach (long step in (long[])[0, 10, 3999, 4000, 50000]) Assert.That(new NoamDecay(512).At(step), Is.EqualTo(peak.At(step)).Within(1e-12));
    }

    private static LearningRateSchedule Make(GoldenCase golden)
    {
        var config = (JObject)golden.Attributes.DeepClone();
        config.Remove("class");
        return KerasJson.Read<LearningRateSchedule>(new JObject { ["class_name"] = golden.Attributes["class"], ["config"] = config });
    }
}
