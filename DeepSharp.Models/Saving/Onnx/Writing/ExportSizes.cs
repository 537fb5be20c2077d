namespace DeepSharp.Onnx;

/// <summary>An open length of a model's inputs, such as the batch.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Input">The input it is read from.</param>
/// <param name="Axis">The axis of that input.</param>
internal sealed record OpenLength(string Name, int Input, int Axis);

/// <summary>The choices of the open lengths that a model is traced for; how its shapes follow from them is read off the differences.</summary>
internal sealed class ExportSizes
{
    private readonly int[][] _choices;

    /// <summary>Choices for the open lengths of inputs: the first axis of all is the batch, other open axes are shared by their place.</summary>
    public ExportSizes(IReadOnlyList<Shape> inputs)
    {
        var open = new List<OpenLength>();
        foreach (var (i, shape) in inputs.Index())
            for (int axis = 0; axis < shape.Rank; axis++)
                if (shape[axis] == Dim.Any && !open.Exists(o => o.Axis == axis)) open.Add(new(axis == 0 ? "batch" : $"length_{axis}", i, axis));
        Open = open;
        // Besides the first choice one more for each length alone, and one for all together that proves the rules found.
        int[] first = [.. open.Select(o => o.Axis == 0 ? 2 : 64)];
        var choices = new List<int[]> { first };
        for (int k = 0; k < open.Count; k++)
        {
            choices.Add([.. first]);
            choices[^1][k] = open[k].Axis == 0 ? 3 : 96;
        }
        if (open.Count > 0) choices.Add([.. open.Select(o => o.Axis == 0 ? 5 : 160)]);
        _choices = [.. choices];
    }

    /// <summary>The open lengths.</summary>
    public IReadOnlyList<OpenLength> Open { get; }

    /// <summary>How many choices there are.</summary>
    public int Count => _choices.Length;

    /// <summary>A shape with the open lengths of one choice.</summary>
    public Shape Chosen(Shape shape, int choice) =>
        new([.. shape.Select((d, axis) => d == Dim.Any ? _choices[choice][Open.Index().First(o => o.Item.Axis == axis).Index] : d)]);

    /// <summary>The rule by which a number follows from the open lengths, or null where there is none that fits all choices.</summary>
    /// <param name="values">The number at each choice.</param>
    public ExportLength? Rule(IReadOnlyList<long> values)
    {
        if (values.All(v => v == values[0])) return new ExportLength([], 1, 1, values[0]);
        int[] moved = [.. Enumerable.Range(0, Open.Count).Where(k => values[k + 1] != values[0])];
        if (moved.Length == 0) return null;
        long Product(int choice) => moved.Aggregate(1L, (n, k) => n * _choices[choice][k]);
        // Of one length: a line. Of several: their product by a factor.
        long shift = 0, up = values[moved[0] + 1] - values[0], run = Product(moved[0] + 1) - Product(0);
        if (moved.Length == 1)
        {
            long scaled = values[0] * run - up * Product(0);
            if (scaled % run != 0) return null;
            shift = scaled / run;
        }
        var rule = new ExportLength(moved, up, run, shift).Reduced();
        for (int choice = 0; choice < Count; choice++)
            if (Product(choice) * rule.Times % rule.By != 0 || Product(choice) * rule.Times / rule.By + rule.Plus != values[choice]) return null;
        return rule;
    }
}

/// <summary>A number that follows from open lengths: product of them · times / by + plus.</summary>
/// <param name="Of">Which open lengths; a constant if none.</param>
/// <param name="Times">A factor.</param>
/// <param name="By">A divisor.</param>
/// <param name="Plus">What is added.</param>
internal sealed record ExportLength(int[] Of, long Times, long By, long Plus)
{
    /// <summary>The number where it is the same for all lengths.</summary>
    public long? Constant => Of.Length == 0 ? Plus : null;

    /// <summary>The same with a factor and a divisor without common parts.</summary>
    public ExportLength Reduced()
    {
        long common = (long)System.Numerics.BigInteger.GreatestCommonDivisor(Times, By) * Math.Sign(By);
        return this with { Times = Times / common, By = By / common };
    }
}
