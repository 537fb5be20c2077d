namespace DeepSharp.Tests;

/// <summary>Ten steps of each rule against another implementation of Keras' formulas.</summary>
public sealed class OptimizerGoldenTests
{
    private static readonly string[] s_classes = ["SGD", "Adagrad", "RMSprop", "Adam"];
    private static readonly string[] s_notTheOps =
        ["weight_decay", "clipnorm", "clipvalue", "global_clipnorm", "use_ema", "gradient_accumulation_steps"];

    private static IEnumerable<GoldenCase> Cases => s_classes.SelectMany(c => GoldenFile.Load("optimizers", c))
        .Where(g => !s_notTheOps.Any(g.Attributes.ContainsKey));

    [TestCaseSource(nameof(Cases))]
    public void TenSteps_GoldenCase_GiveItsValues(GoldenCase golden)
    {
        foreach (var (dtype, tolerance) in new[] { (DType.Float64, 1e-8), (DType.Float32, 2e-6) })
            for (int variable = 0; variable < 2; variable++)
                Check(golden, variable, dtype, tolerance);
    }

    private static void Check(GoldenCase golden, int index, DType dtype, double tolerance)
    {
        var op = Make(golden);
        var start = golden.Array($"variable_{index}");
        var (gradients, expected) = (golden.Array($"gradients_{index}"), golden.Array($"values_{index}"));
        int size = start.Values.Length;
        double first = op is AdagradOp ? golden.Attribute<double>("initial_accumulator_value") : 0;
        var w = new Variable(Tensor.From(start.Values, start.Shape).Cast(dtype));
        Variable[] slots = [.. op.SlotNames().Select(name => new Variable(Tensor.Full(start.Shape, first, dtype), name))];
        var rate = Tensor.Scalar(golden.Attribute<double>("learning_rate"), dtype);
        for (int step = 0; step < 10; step++)
        {
            var g = Tensor.From(gradients.Values[(step * size)..((step + 1) * size)], start.Shape).Cast(dtype);
            op.Assign(w, g, slots, op is AdamOp adam ? adam.Alpha(rate, Tensor.Scalar(step + 1, dtype)) : rate);
            Assert.That(w.Value.ToDoubles(),
                Is.EqualTo(expected.Values[(step * size)..((step + 1) * size)]).Within(tolerance), $"{dtype}, step {step + 1}");
        }
    }

    private static OptimizerOp Make(GoldenCase g) => g.Attribute<string>("class") switch
    {
        "SGD" when g.Attribute<double>("momentum") > 0 => new MomentumOp(g.Attribute<double>("momentum"), g.Attribute<bool>("nesterov")),
        "SGD" => new SgdOp(),
        "Adagrad" => new AdagradOp(g.Attribute<double>("epsilon")),
        "RMSprop" => new RmspropOp(
            g.Attribute<double>("rho"), g.Attribute<double>("momentum"), g.Attribute<double>("epsilon"), g.Attribute<bool>("centered")),
        _ => new AdamOp(
            g.Attribute<double>("beta_1"), g.Attribute<double>("beta_2"), g.Attribute<double>("epsilon"), g.Attribute<bool>("amsgrad")),
    };
}
