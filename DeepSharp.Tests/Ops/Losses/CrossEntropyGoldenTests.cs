namespace DeepSharp.Tests;

/// <summary>Per-sample values and gradients against those of another implementation of Keras' formulas.</summary>
public sealed class CrossEntropyGoldenTests
{
    private static readonly string[] s_losses = ["sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy"];

    private static IEnumerable<GoldenCase> Cases =>
        s_losses.SelectMany(op => GoldenFile.Load("losses", op))
            .Where(g => g.Inputs.Count == 2 && !g.Attributes.ContainsKey("label_smoothing"));

    [TestCaseSource(nameof(Cases))]
    public void Loss_GoldenCase_GivesItsValuesAndGradient(GoldenCase golden)
    {
        foreach (var (dtype, tolerance) in new[] { (DType.Float64, 1e-7), (DType.Float32, 2e-5) })
        {
            var p = Read(golden, "y_pred").Cast(dtype);
            var expected = golden.Array("none");
            using var tape = new GradientTape();
            tape.Watch(p);
            var loss = Loss(golden, p, Read(golden, "y_true"));
            double counted = golden.Attributes.ContainsKey("ignore_class")
                ? golden.Array("y_true").Values.Count(y => y != golden.Attribute<int>("ignore_class")) : expected.Values.Length;
            var gradient = tape.Gradient(loss.Sum() / counted, p);
            Assert.That(loss.Shape, Is.EqualTo(new Shape(expected.Shape)));
            Assert.That(loss.ToDoubles(), Is.EqualTo(expected.Values).Using<double>((a, b) => Near(a, b, tolerance)), $"values, {dtype}");
            Assert.That(gradient.ToDoubles(),
                Is.EqualTo(golden.Gradient("y_pred").Values).Using<double>((a, b) => Near(a, b, tolerance)), $"gradient, {dtype}");
        }
    }

    private static Tensor Loss(GoldenCase golden, Tensor p, Tensor y)
    {
        bool logits = golden.Attributes.ContainsKey("from_logits");
        int axis = golden.Attributes.ContainsKey("axis") ? golden.Attribute<int>("axis") : -1;
        int? ignore = golden.Attributes.ContainsKey("ignore_class") ? golden.Attribute<int>("ignore_class") : null;
        return golden.Attribute<string>("op") switch
        {
            "sparse_categorical_crossentropy" when logits => p.SparseCrossEntropyFromLogits(y.Cast(DType.Int32), axis, ignore),
            "sparse_categorical_crossentropy" => p.SparseCrossEntropy(y.Cast(DType.Int32), axis, ignore),
            "categorical_crossentropy" when logits => p.CategoricalCrossEntropyFromLogits(y, axis),
            "categorical_crossentropy" => p.CategoricalCrossEntropy(y, axis),
            _ when logits => p.BinaryCrossEntropyFromLogits(y.Cast(p.DType)).Mean(-1),
            _ => p.BinaryCrossEntropy(y).Mean(-1),
        };
    }

    private static bool Near(double a, double b, double tolerance) =>
        Math.Abs(a - b) <= tolerance * Math.Max(0.01, Math.Max(Math.Abs(a), Math.Abs(b)));

    private static Tensor Read(GoldenCase golden, string name) => Tensor.From(golden.Array(name).Values, golden.Array(name).Shape);
}
