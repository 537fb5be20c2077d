namespace DeepSharp.Tests.Ops;

/// <summary>Values and gradients against PyTorch and numpy.</summary>
public sealed class ReductionGoldenTests
{
    private static IEnumerable<GoldenCase> Cases => GoldenFile.Load("reductions");

    [TestCaseSource(nameof(Cases))]
    public void Reduction_Golden_Agrees(GoldenCase golden)
    {
        foreach (var dtype in new[] { DType.Float64, DType.Float32 })
        {
            var source = golden.Array("x");
            var x = Tensor.From(source.Values, source.Shape).Cast(dtype);
            using var tape = new GradientTape();
            tape.Watch(x);
            var y = Apply(golden, x);
            double tolerance = dtype == DType.Float32 ? 1e-5 : 2e-8;
            var expected = golden.Array("y");
            Close.Same($"{golden.Name} {dtype}", Tensor.From(expected.Values, expected.Shape), y, tolerance);
            if (!golden.Has("x.grad")) continue;
            var weights = Tensor.From(golden.Upstream("y").Values, golden.Upstream("y").Shape).Cast(dtype);
            var gradient = tape.Gradient(y, [x], weights)[0]!;
            Close.Same($"{golden.Name} {dtype} gradient", Tensor.From(golden.Gradient("x").Values, source.Shape), gradient, tolerance);
        }
    }

    private static Tensor Apply(GoldenCase golden, Tensor x)
    {
        string op = golden.Attribute<string>("op")!;
        switch (op)
        {
            case "cumsum": return x.CumSum(golden.Attribute<int>("axis"));
            case "argmax": return x.ArgMax(golden.Attribute<int?>("axis"));
            case "argmin": return x.ArgMin(golden.Attribute<int?>("axis"));
        }
        Axes axes = golden.Attribute<int[]?>("axis");
        bool keep = golden.Attribute<bool>("keepdims");
        return op switch
        {
            "sum" => x.Sum(axes, keep),
            "mean" => x.Mean(axes, keep),
            "var" => x.Var(axes, keep),
            "std" => x.Std(axes, keep),
            "prod" => x.Prod(axes, keep),
            "max" => x.Max(axes, keep),
            "min" => x.Min(axes, keep),
            "logsumexp" => x.LogSumExp(axes, keep),
            _ => throw new InvalidOperationException($"No reduction '{op}' to compare with."),
        };
    }
}
