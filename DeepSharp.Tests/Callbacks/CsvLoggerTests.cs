namespace DeepSharp.Tests;

public class CsvLoggerTests
{
    private string _file = null!;

    [SetUp]
    public void SetUp() => _file = Path.GetTempFileName();

    [TearDown]
    public void TearDown() => File.Delete(_file);

    private string Write(CsvLogger logger, params double[] values)
    {
        CallbackRun.Epochs(CallbackRun.Model(), "b", values, new LambdaCallback(onEpochEnd: (_, logs) => logs["loss"] = 0.1), logger);
        return File.ReadAllText(_file);
    }

    [Test]
    [CommaCulture]
    public void Fit_NoValidation_AddsEmptyColumns() => Assert.That(
        Write(new(_file), 0.5, 1e-7), Is.EqualTo("epoch,b,loss,val_b,val_loss\n0,0.5,0.1,NA,NA\n1,1E-07,0.1,NA,NA\n"));

    [Test]
    public void Fit_ResultMissingLater_IsNA() => Assert.That(
        Write(new(_file, ";"), 0.5, double.NegativeInfinity), Is.EqualTo("epoch;b;loss;val_b;val_loss\n0;0.5;0.1;NA;NA\n1;NA;0.1;NA;NA\n"));

    [Test]
    public void Append_SecondFit_RepeatsNoHeader()
    {
        Write(new(_file), 0.5);
        Assert.That(Write(new(_file, append: true), 0.25), Is.EqualTo("epoch,b,loss,val_b,val_loss\n0,0.5,0.1,NA,NA\n0,0.25,0.1,NA,NA\n"));
    }
}
