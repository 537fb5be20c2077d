using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

public class OptimizerValuesTests
{
    private static IEnumerable<GoldenCase> Cases => GoldenFile.Load("optimizers");

    [Test]
    public void Apply_GoldenCase_GivesItsValues(
        [ValueSource(nameof(Cases))] GoldenCase golden, [Values(DType.Float32, DType.Float64)] DType dtype, [Values] bool traced)
    {
        var optimizer = Make(golden);
        var variables = new[] { 0, 1 }.Select(i => Tensor(golden.Array($"variable_{i}")).Cast(dtype)).Select(t => new Variable(t)).ToArray();
        var step = new TracedFunction(g =>
        {
            optimizer.Apply(g, variables);
            return [];
        });
        double tolerance = dtype == DType.Float32 ? 1e-5 : 6e-9; // the file keeps nine digits
        for (int s = 0; s < 10; s++)
        {
            var gradients = new[] { 0, 1 }.Select(i => Row(golden.Array($"gradients_{i}"), s).Cast(dtype)).ToArray();
            if (traced) step.Run(gradients);
            else optimizer.Apply(gradients, variables);
            for (int i = 0; i < 2; i++) Close.Same($"{golden} step {s} variable {i}", Row(golden.Array($"values_{i}"), s), variables[i].Value, tolerance);
            if (golden.Has("ema_0"))
                for (int i = 0; i < 2; i++) Close.Same($"{golden} step {s} average {i}", Row(golden.Array($"ema_{i}"), s), optimizer.Variables[2 + i].Value, tolerance);
        }
    }

    [Test]
    public void KerasJson_GoldenCase_RoundTrips([ValueSource(nameof(Cases))] GoldenCase golden)
    {
        var written = KerasJson.Write(Make(golden));
        var again = KerasJson.Write(KerasJson.Read<Optimizer>(written));
        Assert.That(again.ToString(), Is.EqualTo(written.ToString()));
        foreach (var (key, value) in golden.Attributes)
            if (key != "class") Assert.That(JToken.DeepEquals(Number(again["config"]![key]!), Number(value!)), $"{key} is {again["config"]![key]}, not {value}");
    }

    private static Optimizer Make(GoldenCase golden)
    {
        var config = (JObject)golden.Attributes.DeepClone();
        config.Remove("class");
        return KerasJson.Read<Optimizer>(new JObject { ["class_name"] = golden.Attributes["class"], ["config"] = config });
    }

    private static JToken Number(JToken value) => value.Type is JTokenType.Integer or JTokenType.Float ? (double)value : value;

    private static Tensor Tensor(GoldenArray array) => DeepSharp.Tensor.From(array.Values, new Shape(array.Shape));

    private static Tensor Row(GoldenArray array, int row)
    {
        int length = array.Values.Length / array.Shape[0];
        return DeepSharp.Tensor.From(array.Values[(row * length)..((row + 1) * length)], new Shape(array.Shape[1..]));
    }
}
