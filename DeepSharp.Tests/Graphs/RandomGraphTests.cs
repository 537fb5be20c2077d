namespace DeepSharp.Tests.Graphs;

/// <summary>Random functions of small tensors: the program gives what eager running gives.</summary>
public sealed class RandomGraphTests
{
    private static readonly Func<Tensor, Tensor>[] s_unary =
    [
        t => t.Tanh(), t => t.Sin(), t => t.Relu(), t => t * 0.5, t => t * 1, t => t - 0, t => 0.25 - t, t => t.Square().Tanh(), t => t.Sigmoid(),
        t => t.Transpose(), t => t.Reshape([t.Shape[1], t.Shape[0]]), t => t.Reshape([(int)t.Count, 1]), t => t[..((t.Shape[0] + 1) / 2)],
        t => t[.., 1..].Shape.Count > 0 ? t[.., 1..] : t, t => t.Sum(0, keepDims: true), t => t.Mean(1, keepDims: true), t => t.Max(0, keepDims: true),
        t => Tensor.Where(t > 0, t, t * 0.1), t => (t > 0.3).Cast(DType.Float32), t => t.Softmax(), t => t + Tensor.Full([1, 1], 0.5) * 2,
    ];

    private static readonly Func<Tensor, Tensor, Tensor>[] s_binary =
    [
        (a, b) => a + b, (a, b) => a - b, (a, b) => a * b, (a, b) => Tensor.Maximum(a, b), (a, b) => Tensor.Where(a > b, a, b),
    ];

    private static bool Stretches(Shape a, Shape b) => (a[0] == b[0] || a[0] == 1 || b[0] == 1) && (a[1] == b[1] || a[1] == 1 || b[1] == 1);

    /// <summary>Draws the same function every time for one seed: only shapes steer it.</summary>
    private static Tensor[] Function(Tensor[] x, int seed)
    {
        var random = new Random(seed);
        List<Tensor> known = [.. x];
        for (int i = 0; i < 25; i++)
        {
            Tensor a = known[random.Next(known.Count)], b = known[random.Next(known.Count)];
            int kind = random.Next(5);
            if (kind < 2) known.Add(s_unary[random.Next(s_unary.Length)](a));
            else if (kind == 4 && a.Shape[1] == b.Shape[0]) known.Add((a.MatMul(b) + 0.5).Tanh());
            else if (Stretches(a.Shape, b.Shape)) known.Add(s_binary[random.Next(s_binary.Length)](a, b));
        }
        return [known[^1], known[^2], known[random.Next(known.Count)]];
    }

    [Test]
    public void Program_OfARandomFunction_AgreesWithEager()
    {
        Tensor[] inputs = [.. new Shape[] { [3, 4], [4, 3], [4, 4], [1, 4] }.Select((s, i) => Samples.Uniform(s, seed: i).Cast(DType.Float32))];
        for (int seed = 0; seed < 100; seed++)
        {
            int graph = seed;
            var expected = Function(inputs, graph);
            var program = Program.Compile(Device.Cpu, Array.ConvertAll(inputs, t => t.Spec), x => Function(x, graph));
            for (int run = 0; run < 2; run++) Close.Same($"graph {seed}, run {run}\n{string.Join('\n', program.Listing)}\n", expected, program.Run(inputs), 1e-6);
        }
    }
}
