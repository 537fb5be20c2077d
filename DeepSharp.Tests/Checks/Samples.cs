namespace DeepSharp.Tests;

/// <summary>Deterministic random inputs. Floating values are float64 but exact in float32, so that both precisions start from the same numbers.</summary>
public static class Samples
{
    /// <summary>Values spread evenly over [low, high).</summary>
    public static Tensor Uniform(Shape shape, double low = -2, double high = 2, int seed = 1)
    {
        var random = new Random(seed);
        return Make(shape, _ => low + (high - low) * random.NextDouble());
    }

    /// <summary>Values of either sign with low ≤ |x| &lt; high: away from a kink at zero.</summary>
    public static Tensor AwayFromZero(Shape shape, double low = 0.2, double high = 2, int seed = 1)
    {
        var random = new Random(seed);
        return Make(shape, _ => (low + (high - low) * random.NextDouble()) * (random.Next(2) == 0 ? -1 : 1));
    }

    /// <summary>Values no two of which are closer than <paramref name="gap"/>, in random order around zero: away from ties.</summary>
    public static Tensor Distinct(Shape shape, double gap = 0.1, int seed = 1)
    {
        int count = (int)shape.Count;
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(seed).Shuffle(order);
        return Make(shape, i => (order[i] - (count - 1) / 2.0) * gap + gap / 7);
    }

    /// <summary>Values at least <paramref name="margin"/> away from every multiple of <paramref name="spacing"/>: away from the jumps of rounding.</summary>
    public static Tensor BetweenMultiples(Shape shape, double spacing = 1, double margin = 0.1, int range = 3, int seed = 1)
    {
        var random = new Random(seed);
        return Make(shape, _ => (random.Next(-range, range) + margin + (1 - 2 * margin) * random.NextDouble()) * spacing);
    }

    /// <summary>Whole numbers in [low, high).</summary>
    public static Tensor Integers(Shape shape, int low = -5, int high = 6, DType dtype = DType.Int32, int seed = 1)
    {
        var random = new Random(seed);
        var values = new int[shape.Count];
        for (int i = 0; i < values.Length; i++) values[i] = random.Next(low, high);
        return Tensor.From(values, shape).Cast(dtype);
    }

    /// <summary>True and false in random order.</summary>
    public static Tensor Bools(Shape shape, int seed = 1)
    {
        var random = new Random(seed);
        var values = new bool[shape.Count];
        for (int i = 0; i < values.Length; i++) values[i] = random.Next(2) == 0;
        return Tensor.From(values, shape);
    }

    private static Tensor Make(Shape shape, Func<int, double> value)
    {
        var values = new double[shape.Count];
        for (int i = 0; i < values.Length; i++) values[i] = (float)value(i);
        return Tensor.From(values, shape);
    }
}
