using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

/// <summary>What every layer must do, in one call.</summary>
/// <remarks>
/// Configuration round trip, printing, weights made once and with Keras' names and order, symbolic shape = real shape, traced = eager in
/// inference and training, weights read and set, a training step lowers a loss and reaches every trainable weight, freezing, float64, mixed precision.
/// </remarks>
public static class LayerCheck
{
    private const double Tolerance = 1e-5;

    /// <summary>Checks a layer with one input of random numbers.</summary>
    /// <param name="make">Makes the layer; called several times.</param>
    /// <param name="input">The input's shape with the batch.</param>
    /// <param name="output">The output's shape with the batch.</param>
    /// <param name="weights">The weights in order, for example <c>"kernel[3, 4] bias[4]"</c>.</param>
    /// <param name="frozen">How many of them, from the end, are not trainable.</param>
    /// <param name="untrained">The names of those that are not trainable, where they do not stand at the end.</param>
    /// <param name="still">The end of the path of weights that cannot change the output, such as <c>"key/bias"</c>, which softmax takes away.</param>
    public static void Run(
        Func<Layer> make, Shape input, Shape output, string weights = "", int frozen = 0, string[]? untrained = null, string? still = null) =>
        Run(make, [Samples.AwayFromZero(input).Cast(DType.Float32)], output, weights, frozen, untrained, still);

    /// <summary>Checks a layer on given inputs.</summary>
    /// <inheritdoc cref="Run(Func{Layer}, Shape, Shape, string, int, string[], string?)"/>
    public static void Run(
        Func<Layer> make, Tensor[] inputs, Shape output, string weights = "", int frozen = 0, string[]? untrained = null, string? still = null)
    {
        if (DeviceCheck.Current is { } device)
        {
            DeviceCheck.Run(make, inputs, device);
            return;
        }
        var layer = make();
        OpCoverage.NoteType(layer.GetType());
        RoundTrip(layer);
        var y = layer.Apply(inputs);
        Assert.That(y[0].Shape, Is.EqualTo(output), $"{layer}: output shape");
        layer.Apply(inputs);
        Assert.That(string.Join(" ", layer.Weights.Select(v => v.Name + v.Shape)), Is.EqualTo(weights), $"{layer}: weights, made once");
        var trained = layer.Weights.SkipLast(frozen).Where(w => untrained?.Contains(w.Name) != true);
        Assert.That(layer.TrainableWeights, Is.EqualTo(trained), $"{layer}: trainable weights");
        RoundTrip(layer);
        Symbols(make(), inputs, y);
        Traced(layer, inputs, training: false);
        Traced(layer, inputs, training: true);
        Copies(layer, make(), inputs);
        Doubles(layer, inputs);
        Mixed(layer, inputs);
        if (layer.TrainableWeights.Count > 0) Training(layer, inputs, still);
        Freezing(layer);
    }

    /// <summary>The layer read from what was written is written in the same words.</summary>
    private static void RoundTrip(Layer layer)
    {
        var again = KerasJson.Read<Layer>(KerasJson.Print(KerasJson.Write(layer)));
        Assert.That(again.GetType(), Is.EqualTo(layer.GetType()));
        Assert.That(Settings(again), Is.EqualTo(Settings(layer)), $"{layer}: configuration");
        Assert.That(layer.ToString(), Does.StartWith($"{layer.GetType().Name}(").And.EndsWith(")"));
        Assert.That(again.ToString(), Is.EqualTo(layer.ToString()), "printed form");
    }

    /// <summary>What is written, without the input shapes that only a layer with weights has.</summary>
    private static string Settings(Layer layer)
    {
        var json = KerasJson.Write(layer);
        foreach (var built in json.Descendants().OfType<JProperty>().Where(p => p.Name == "build_config").ToList()) built.Remove();
        return KerasJson.Print(json);
    }

    private static void Symbols(Layer layer, Tensor[] inputs, Tensor[] eager)
    {
        var symbols = layer.Apply(Array.ConvertAll(inputs, x => new Tensor(new(x.Shape.With(0, Dim.Any), x.DType), Device.Null)));
        for (int i = 0; i < eager.Length; i++)
        {
            Assert.That(symbols[i].DType, Is.EqualTo(eager[i].DType), $"{layer}: symbolic type");
            Assert.That(symbols[i].Shape.Matches(eager[i].Shape), $"{layer}: symbolic shape {symbols[i].Shape}, real {eager[i].Shape}");
            Assert.That(symbols[i].Shape[1..].IsKnown, $"{layer}: {symbols[i].Shape} leaves more open than the batch");
        }
    }

    private static void Traced(Layer layer, Tensor[] inputs, bool training)
    {
        var before = new Snapshot(layer);
        var eager = layer.Apply(inputs, training);
        var after = new Snapshot(layer);
        before.Restore();
        var program = Program.Compile(Device.Cpu, Array.ConvertAll(inputs, x => x.Spec), x => layer.Apply(x, training));
        var traced = program.Run(inputs);
        string who = $"{layer}, {(training ? "training" : "inference")}: traced against eager";
        Close.Same(who, eager, traced, Tolerance);
        Close.Same($"{who}, weights and states", after.Values, new Snapshot(layer).Values, Tolerance);
        before.Restore();
    }

    private static void Copies(Layer layer, Layer copy, Tensor[] inputs)
    {
        copy.Apply(inputs);
        copy.SetWeights(layer.GetWeights());
        Close.Identical($"{layer}: copied weights", layer.GetWeights(), copy.GetWeights());
        Close.Identical($"{layer}: output with copied weights", layer.Apply(inputs), copy.Apply(inputs));
    }

    private static void Doubles(Layer layer, Tensor[] inputs)
    {
        var json = KerasJson.Write(layer);
        foreach (var dtype in json.Descendants().OfType<JProperty>().Where(p => p.Name == "dtype").ToList()) dtype.Value = "float64";
        var wide = KerasJson.Read<Layer>(json);
        var y = wide.Apply(Array.ConvertAll(inputs, x => x.DType.IsFloating ? x.Cast(DType.Float64) : x));
        Assert.That(wide.Weights.Where(v => v.DType.IsFloating).Select(v => v.DType), Is.All.EqualTo(DType.Float64), $"{layer}: types of weights");
        if (y[0].DType.IsFloating) Assert.That(y[0].DType, Is.EqualTo(DType.Float64), $"{layer}: type of the output");
        wide.SetWeights(layer.GetWeights());
        Close.Same($"{layer}: float64 against float32", layer.Apply(inputs), wide.Apply(inputs), 20 * Tolerance);
    }

    /// <summary>In mixed precision outputs have 16 bits, weights and their gradients 32, and values are near.</summary>
    private static void Mixed(Layer layer, Tensor[] inputs)
    {
        foreach (string policy in new[] { "mixed_bfloat16", "mixed_float16" })
        {
            // Both start from the same numbers, or a layer that rounds or counts them would not be near.
            var compute = new DTypePolicy(policy).ComputeDType;
            inputs = Array.ConvertAll(inputs, x => x.DType == DType.Float32 ? Rounded(x, compute) : x);
            var plain = layer.Apply(inputs);
            var json = KerasJson.Write(layer);
            foreach (var own in json.Descendants().OfType<JObject>().Where(o => (string?)o["class_name"] == "DTypePolicy")) own["config"]!["name"] = policy;
            var mixed = KerasJson.Read<Layer>(json);
            mixed.Apply(inputs);
            mixed.SetWeights(layer.GetWeights());
            var y = mixed.Apply(inputs);
            var expected = plain.Select(t => t.DType == DType.Float32 ? mixed.ComputeDType : t.DType);
            Assert.That(y.Select(t => t.DType), Is.EqualTo(expected), $"{layer}: types of the outputs in {policy}");
            Assert.That(mixed.Weights.Select(w => w.DType), Is.EqualTo(layer.Weights.Select(w => w.DType)), $"{layer}: types of weights in {policy}");
            Close.Same($"{layer}: {policy} against float32", plain, [.. y.Select((t, i) => t.Cast(plain[i].DType))], policy == "mixed_float16" ? 0.02 : 0.1);
            if (mixed.TrainableWeights.Count == 0) continue;
            using var tape = new GradientTape();
            var gradients = tape.Gradient(mixed.Apply(inputs, training: true)[0].Cast(DType.Float32).Sum(), mixed.TrainableWeights);
            foreach (var (g, w) in gradients.Zip(mixed.TrainableWeights))
            {
                Assert.That(g.DType, Is.EqualTo(w.DType), $"{layer}: gradient of {w.Name} in {policy}");
                Assert.That(g.ToDoubles(), Is.All.Matches<double>(double.IsFinite), $"{layer}: gradient of {w.Name} in {policy}");
            }
        }
    }

    private static Tensor Rounded(Tensor x, DType dtype)
    {
        var y = x.Cast(dtype).Cast(DType.Float32);
        y.Mask = x.Mask;
        return y;
    }

    private static void Training(Layer layer, Tensor[] inputs, string? still)
    {
        var before = new Snapshot(layer);
        var target = layer.Apply(inputs, training: true)[0] + Samples.AwayFromZero(layer.Apply(inputs)[0].Shape, 0.1, 0.2, seed: 5).Cast(DType.Float32);
        before.Restore();
        var states = layer.States.Select(s => (Variable: s, s.Value)).ToList();
        // The same random numbers each time.
        Tensor Loss()
        {
            foreach (var (variable, value) in states) variable.Assign(value);
            return (layer.Apply(inputs, training: true)[0] - target).Square().Mean();
        }
        var weights = layer.TrainableWeights;
        Tensor[] gradients;
        double first;
        using (var tape = new GradientTape())
        {
            var loss = Loss();
            first = loss.ToDoubles()[0];
            gradients = tape.Gradient(loss, weights);
        }
        for (int i = 0; i < weights.Count; i++)
        {
            double largest = gradients[i].Abs().Max().ToDoubles()[0];
            if (still is not null && weights[i].Path.EndsWith(still, StringComparison.Ordinal)) Assert.That(largest, Is.Zero.Within(1e-5), $"{layer}: gradient of {weights[i].Path}");
            else Assert.That(largest, Is.GreaterThan(0), $"{layer}: gradient of {weights[i].Name}");
            weights[i].Assign(weights[i].Value - gradients[i] * 0.01);
        }
        Assert.That(Loss().ToDoubles()[0], Is.LessThan(first), $"{layer}: loss after a step down the gradient");
        before.Restore();
    }

    private static void Freezing(Layer layer)
    {
        layer.Trainable = false;
        Assert.That(layer.TrainableWeights, Is.Empty, $"{layer}: trainable weights of a frozen layer");
        Assert.That(layer.NonTrainableWeights, Is.EqualTo(layer.Weights), $"{layer}: weights of a frozen layer");
        layer.Trainable = true;
    }

    /// <summary>The values of all weights and random states at one moment.</summary>
    private sealed class Snapshot(Layer layer)
    {
        private readonly Variable[] _variables = [.. layer.Weights, .. layer.States];

        public Tensor[] Values { get; } = [.. layer.Weights.Select(v => v.Value), .. layer.States.Select(v => v.Value)];

        public void Restore()
        {
            for (int i = 0; i < _variables.Length; i++) _variables[i].Assign(Values[i]);
        }
    }
}
