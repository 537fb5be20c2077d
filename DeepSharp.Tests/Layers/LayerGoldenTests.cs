using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

/// <summary>Outputs, masks and gradients of layers against those of PyTorch and TensorFlow.js, from every <c>layers-*.json</c>.</summary>
/// <remarks>
/// The attribute <c>layer</c> holds the layer in Keras' JSON, <c>training</c> how it is called, <c>dtypes</c> the types of inputs that are not float32,
/// <c>call</c> the arguments by name: <c>{"query": "x0", "value": "x1", "use_causal_mask": true}</c>; without it the inputs are given in order.
/// Inputs are <c>x0, x1, …</c> with masks <c>x0.mask</c>, weights <c>w0, w1, …</c> in the layer's order, outputs <c>y0, y1, …</c> with masks <c>y0.mask</c>.
/// </remarks>
public sealed class LayerGoldenTests
{
    private const double Tolerance = 1e-5;

    /// <summary>All cases, by the class they test.</summary>
    internal static IEnumerable<(string Class, GoldenCase Case)> Cases => GoldenFile.Topics.Where(t => t.StartsWith("layers-", StringComparison.Ordinal))
        .SelectMany(GoldenFile.Load).Select(g => ((string)g.Attribute<JObject>("layer")!["class_name"]!, g));

    private static IEnumerable<TestCaseData> Named => Cases.Select(c => new TestCaseData(c.Case).SetArgDisplayNames($"{c.Class}: {c.Case.Name}"));

    [TestCaseSource(nameof(Named))]
    public void Apply_Golden_GivesOutputsMasksAndGradients(GoldenCase golden)
    {
        var layer = KerasJson.Read<Layer>(golden.Attribute<JObject>("layer")!);
        bool training = golden.Attributes.Value<bool?>("training") ?? false;
        var inputs = Inputs(golden);
        Apply(golden, layer, inputs, false);
        layer.SetWeights([.. Numbered(golden, "w").Select(name => Read(golden, name, DType.Float32))]);
        using var tape = new GradientTape(persistent: true);
        tape.Watch(inputs);
        var outputs = Apply(golden, layer, inputs, training);
        Assert.That(outputs, Has.Length.EqualTo(golden.Outputs.Count(o => !o.EndsWith(".mask", StringComparison.Ordinal))), "number of outputs");
        Tensor? total = null;
        foreach (var (i, y) in outputs.Index())
        {
            Close.Same($"{golden}: y{i}", Read(golden, $"y{i}", DType.Float32), y, Tolerance);
            if (golden.Has($"y{i}.mask")) Close.Same($"{golden}: mask of y{i}", Read(golden, $"y{i}.mask", DType.Bool), y.Mask!, 0);
            if (!golden.Has($"y{i}.upstream")) continue;
            var term = (y * Read(golden, $"y{i}.upstream", DType.Float32)).Sum();
            total = total is null ? term : total + term;
        }
        if (total is null) return;
        string[] wanted = [.. golden.DifferentiableInputs], data = [.. wanted.Where(IsInput)], weights = [.. wanted.Except(data)];
        Assert.That(wanted, Is.Not.Empty, "a case with upstream weights has gradients");
        Same(golden, data, tape.Gradient(total, [.. data.Select(name => inputs[Number(name)])]));
        Same(golden, weights, tape.Gradient(total, [.. weights.Select(name => layer.Weights[Number(name)])]));
    }

    private static Tensor[] Apply(GoldenCase golden, Layer layer, Tensor[] inputs, bool training)
    {
        if (golden.Attributes["call"] is not JObject call) return layer.Apply(inputs, training);
        var arguments = new CallArguments<Tensor>();
        object? Value(JToken value) => value switch
        {
            JArray list => list.Select(Value).ToArray(),
            { Type: JTokenType.String } name when golden.Has((string)name!) => inputs[Number((string)name!)],
            _ => KerasJson.ToPlain(value),
        };
        foreach (var (name, value) in call) arguments[name] = Value(value!);
        return layer.Apply(arguments, training);
    }

    private static void Same(GoldenCase golden, string[] names, Tensor?[] gradients)
    {
        foreach (var (name, gradient) in names.Zip(gradients))
        {
            Assert.That(gradient, Is.Not.Null, $"{golden}: gradient of {name}");
            Close.Same($"{golden}: gradient of {name}", Read(golden, name + ".grad", DType.Float32), gradient!, Tolerance);
        }
    }

    private static Tensor[] Inputs(GoldenCase golden)
    {
        var types = golden.Attributes["dtypes"] as JObject ?? [];
        return [.. Numbered(golden, "x").Select(name =>
        {
            var x = Read(golden, name, types.Value<string>(name) is { } type ? DTypes.Parse(type) : DType.Float32);
            if (golden.Has(name + ".mask")) x.Mask = Read(golden, name + ".mask", DType.Bool);
            return x;
        })];
    }

    /// <summary><c>x0, x1, …</c> as far as there are any.</summary>
    private static IEnumerable<string> Numbered(GoldenCase golden, string letter) =>
        Enumerable.Range(0, int.MaxValue).Select(i => $"{letter}{i}").TakeWhile(golden.Has);

    private static bool IsInput(string name) => name[0] == 'x';

    private static int Number(string name) => int.Parse(name.AsSpan(1));

    private static Tensor Read(GoldenCase golden, string name, DType dtype) => GoldenCheck.Read(golden.Array(name), dtype);
}
