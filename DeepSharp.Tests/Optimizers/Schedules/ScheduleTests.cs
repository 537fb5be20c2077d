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
        Assert.That((string)written["module"]!, Is.EqualTo("keras.optimizers.schedules"));
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

    private static LearningRateSchedule Make(GoldenCase golden)
    {
        var config = (JObject)golden.Attributes.DeepClone();
        config.Remove("class");
        return KerasJson.Read<LearningRateSchedule>(new JObject { ["class_name"] = golden.Attributes["class"], ["config"] = config });
    }
}
