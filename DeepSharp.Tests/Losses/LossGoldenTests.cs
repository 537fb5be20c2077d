using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Losses;

public sealed class LossGoldenTests
{
    // Expected values are kept to nine digits, so this is as near as float64 can be held to them.
    private const double NineDigits = 5.001e-9;

    private static IReadOnlyList<GoldenCase> Cases => GoldenFile.Load("losses");

    [TestCaseSource(nameof(Cases))]
    public void Apply_Golden_GivesEveryReduction(GoldenCase golden)
    {
        foreach (var (dtype, tolerance) in new[] { (DType.Float32, 1e-5), (DType.Float64, NineDigits) })
        {
            var (yTrue, yPred, weight) = Inputs(golden, dtype);
            foreach (var output in golden.Outputs)
            {
                var got = Make(golden, output).Apply(yTrue, yPred, weight);
                Close.Same($"{golden} {output} {dtype}", ToTensor(golden.Array(output), DType.Float64), got.Cast(DType.Float64), tolerance);
                Assert.That(got.DType, Is.EqualTo(dtype), $"{golden} {output}");
                if (output == "sum_over_batch_size") Close.Identical($"{golden} mean", [got], [Make(golden, "mean").Apply(yTrue, yPred, weight)]);
            }
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Apply_Golden_GivesGradient(GoldenCase golden)
    {
        var (yTrue, yPred, weight) = Inputs(golden, DType.Float64);
        using var tape = new GradientTape();
        tape.Watch(yPred);
        var loss = Make(golden, "sum_over_batch_size").Apply(yTrue, yPred, weight);
        Close.Same($"{golden} gradient", ToTensor(golden.Gradient("y_pred"), DType.Float64), tape.Gradient(loss, yPred), 1e-8);
    }

    [Test]
    public void Cases_EveryReduction_IsThere() =>
        Assert.That(Cases.SelectMany(c => c.Outputs).Distinct(), Is.EquivalentTo(new[] { "none", "sum", "sum_over_batch_size", "mean_with_sample_weight" }));

    /// <summary>The loss of a case, made from its name and settings as a file would.</summary>
    private static Loss Make(GoldenCase golden, string reduction)
    {
        var config = (JObject)golden.Attributes.DeepClone();
        config.Remove("op");
        config["reduction"] = reduction;
        return KerasJson.Read<Loss>(new JObject { ["class_name"] = golden.Attribute<string>("op"), ["config"] = config });
    }

    private static (Tensor True, Tensor Pred, Tensor? Weight) Inputs(GoldenCase golden, DType dtype)
    {
        bool labels = golden.Attribute<string>("op")!.StartsWith("sparse", StringComparison.Ordinal);
        var yPred = ToTensor(golden.Array("y_pred"), dtype);
        if (golden.Has("mask")) yPred.Mask = ToTensor(golden.Array("mask"), DType.Bool);
        return (ToTensor(golden.Array("y_true"), labels ? DType.Int32 : dtype), yPred,
            golden.Has("sample_weight") ? ToTensor(golden.Array("sample_weight"), DType.Float32) : null);
    }

    private static Tensor ToTensor(GoldenArray array, DType dtype) => Tensor.From(array.Values, array.Shape).Cast(dtype);
}
