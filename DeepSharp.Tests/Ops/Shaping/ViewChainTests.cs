namespace DeepSharp.Tests;

/// <summary>Long chains of views, eagerly and inside programs, against indices worked out one by one.</summary>
public sealed class ViewChainTests
{
    [Test]
    public void Chain_OfRandomViews_AgreesWithIndexArithmetic([Range(1, 25)] int seed)
    {
        var random = new Random(seed);
        Shape shape = [3, 4, 2, 5];
        var x = Tensor.From([.. Enumerable.Range(0, 120).Select(i => (float)i)], shape);
        var steps = new List<Func<Tensor, Tensor>>();
        var (dims, source) = (shape.Dims.ToArray(), Enumerable.Range(0, 120).ToArray());
        for (int i = 0; i < 6; i++) steps.Add(RandomView(random, ref dims, ref source));

        Tensor Chain(Tensor t) => steps.Aggregate(t, (y, view) => view(y));
        var eager = Chain(x);
        Assert.That(eager.Shape, Is.EqualTo(new Shape(dims)));
        Assert.That(eager.ToInts(), Is.EqualTo(source), "eager");

        // A view of an input, of an intermediate tensor and of a constant; the first runs again with an input that lies elsewhere.
        var program = Program.Compile(Device.Cpu, [x.Spec], t => [Chain(t[0]), Chain(t[0] * 2), Chain(x) + Chain(t[0] + 1)]);
        foreach (var input in new[] { x, (x + 0).Contiguous(), Tensor.Concat([x, x])[3..] })
        {
            var y = program.Run(input);
            Assert.That(y[0].ToInts(), Is.EqualTo(source), "of an input");
            Assert.That(y[1].ToInts(), Is.EqualTo(source.Select(v => 2 * v)), "of an intermediate");
            Assert.That(y[2].ToInts(), Is.EqualTo(source.Select(v => 2 * v + 1)), "of a constant");
        }
    }

    [Test]
    public void View_OfAVariable_SeesItsUpdates()
    {
        var variable = new Variable(Tensor.From([1f, 2, 3, 4], [2, 2]));
        var program = Program.Compile(Device.Cpu, [], _ =>
        {
            var turned = variable.Value.Flip(0).Transpose();
            variable.Assign(variable.Value + turned);
            return [turned];
        });
        Assert.That(program.Run()[0].ToFloats(), Is.EqualTo(new float[] { 3, 1, 4, 2 }));
        Assert.That(variable.Value.ToFloats(), Is.EqualTo(new float[] { 4, 3, 7, 6 }));
        Assert.That(program.Run()[0].ToFloats(), Is.EqualTo(new float[] { 7, 4, 6, 3 }));
        Assert.That(variable.Value.ToFloats(), Is.EqualTo(new float[] { 11, 7, 13, 9 }));
    }

    [Test]
    public void MatMul_OfFlippedAndSlicedViews_AgreesWithCopies()
    {
        var (a, b) = (Samples.Uniform([9, 14]), Samples.Uniform([14, 20], seed: 2));
        Tensor[] left = [a.Flip(), a.Flip(0), a.Flip(1), a[TensorIndex.Every(2)], a[.., TensorIndex.Every(-1)]];
        Tensor[] right = [b.Flip(), b.Flip(0), b.Flip(1), b[.., TensorIndex.Every(-3)]];
        foreach (var x in left)
            foreach (var y in right)
                Close.Same("matmul", x.Contiguous().MatMul(y.Contiguous()), x.MatMul(y), 1e-13);
    }

    /// <summary>A random view, and what it does to the list of source elements.</summary>
    private static Func<Tensor, Tensor> RandomView(Random random, ref int[] dims, ref int[] source)
    {
        int axis = random.Next(dims.Length);
        switch (random.Next(4))
        {
            case 0:
                {
                    int start = random.Next(dims[axis]), end = random.Next(start + 1, dims[axis] + 1), step = random.Next(1, 3) * (random.Next(2) * 2 - 1);
                    var taken = Enumerable.Range(start, end - start).ToList();
                    if (step < 0) taken.Reverse();
                    taken = [.. taken.Where((_, i) => i % Math.Abs(step) == 0)];
                    int[] old = dims, now = [.. dims];
                    now[axis] = taken.Count;
                    source = Pick(source, old, now, index => { index[axis] = taken[index[axis]]; return index; });
                    dims = now;
                    return t => t.Slice(axis, start..end, step);
                }
            case 1:
                {
                    int[] order = [.. Enumerable.Range(0, dims.Length)];
                    random.Shuffle(order);
                    int[] old = dims, now = [.. order.Select(a => old[a])];
                    source = Pick(source, old, now, index =>
                    {
                        var from = new int[index.Length];
                        for (int i = 0; i < order.Length; i++) from[order[i]] = index[i];
                        return from;
                    });
                    dims = now;
                    return t => t.Transpose(order);
                }
            case 2:
                {
                    int[] old = dims;
                    source = Pick(source, old, old, index => { index[axis] = old[axis] - 1 - index[axis]; return index; });
                    return t => t.Flip(axis);
                }
            default:
                {
                    if (axis == 0) axis = dims.Length - 1;
                    int[] joined = [.. dims[..(axis - 1)], dims[axis - 1] * dims[axis], .. dims[(axis + 1)..], 1];
                    dims = joined;
                    return t => t.Reshape(joined);
                }
        }
    }

    private static int[] Pick(int[] source, int[] from, int[] to, Func<int[], int[]> map)
    {
        var result = new int[to.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < result.Length; i++)
        {
            var index = new int[to.Length];
            for (int d = to.Length - 1, rest = i; d >= 0; rest /= to[d--]) index[d] = rest % to[d];
            index = map(index);
            int place = 0;
            for (int d = 0; d < from.Length; d++) place = place * from[d] + index[d];
            result[i] = source[place];
        }
        return result;
    }
}
