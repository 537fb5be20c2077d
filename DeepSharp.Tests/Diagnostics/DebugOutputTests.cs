namespace DeepSharp.Tests;

[NonParallelizable]
public sealed class DebugOutputTests
{
    private readonly List<string> _lines = [];
    private Action<string> _say = null!;

    [SetUp]
    public void Listen()
    {
        _say = DebugOutput.Say;
        _lines.Clear();
        DebugOutput.Say = _lines.Add;
        DebugOutput.Restart();
    }

    [TearDown]
    public void Restore() => (DebugOutput.Level, DebugOutput.Say) = (0, _say);

    [TestCase(null, 0)]
    [TestCase("", 0)]
    [TestCase("on", 0)]
    [TestCase("-1", 0)]
    [TestCase("2", 2)]
    [TestCase("9", 4)]
    public void Level_IsReadFromTheVariable(string? setting, int level) => Assert.That(DebugOutput.ReadLevel(setting), Is.EqualTo(level));

    private static readonly Tensor s_x = Samples.Uniform([4, 3]).Cast(DType.Float32);

    [TestCase(1, 1)]
    [TestCase(2, 2)]
    [TestCase(3, 2)]
    public void Levels_TellMoreAndMore(int level, int lines)
    {
        DebugOutput.Level = level;
        s_x.Tanh();
        DebugOutput.Level = 0;
        Assert.That(_lines, Has.Count.EqualTo(lines));
        Assert.That(_lines[0], Is.EqualTo("[debug] device cpu, backend cpu"));
        if (level >= 2) Assert.That(_lines[1], Does.Match(@"^\[debug\] tanh +[\d.]+ us +96 B +[\d.]+ GB/s +[\d.]+ GFLOP/s"));
        if (level >= 3) Assert.That(_lines[1], Does.EndWith("\n[debug]   ElementwiseKernel: (float32 [4, 3]) -> (float32 [4, 3]) tanh(Fn = TanhFn { })"));
    }

    [Test]
    public void NaN_IsNamedWithOpAndLayer([Values] bool traced)
    {
        var model = new Sequential([3]) { Name = "m" }.Dense(2, name: "ok").Dense(2, name: "bad", kernelInitializer: new DeepSharp.Initializers.Constant(double.NaN));
        DebugOutput.Level = 4;
        TestDelegate run = traced ? () => model.Predict(s_x, verbose: Verbosity.Silent) : () => model.Apply(s_x);
        Assert.That(run, Throws.TypeOf<NotANumberException>().With.Message.Match(@"^\[matmul[+\w]*\] output 0, float32 \[4, 2\], holds NaN at element 0 in m/bad\. The op: "));
        Assert.That(_lines, Has.Some.Contains("in m/ok"));
    }

    [Test]
    public void Gradients_AreNamedAsSuch()
    {
        DebugOutput.Level = 2;
        var layer = new DeepSharp.Layers.Dense(2) { Name = "d" };
        using (var tape = new GradientTape())
        {
            var y = layer.Apply(s_x).Sum();
            tape.Gradient(y, layer.Weights);
        }
        Assert.That(_lines, Has.Some.Match(@"matmul .* in d$").And.Some.Match(@"matmul .* in d \(gradient\)$"));
    }
}
