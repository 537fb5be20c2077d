namespace DeepSharp.Layers;

/// <summary>A short sorted list of numbers, each standing for as many as its weight says, from which quantiles of much data are read.</summary>
/// <remarks>The steps and their rounding to float32 are Keras', so that boundaries learnt here and there agree.</remarks>
internal sealed class QuantileSummary(double epsilon)
{
    private float[] _values = [], _weights = [];

    /// <summary>Whether nothing has been added.</summary>
    public bool IsEmpty => _values.Length == 0;

    /// <summary>Adds numbers.</summary>
    public void Add(float[] numbers)
    {
        var sorted = (float[])numbers.Clone();
        // .NET sorts NaN to the front, but it is greater than every boundary.
        Array.Sort(sorted, (a, b) => float.IsNaN(a) || float.IsNaN(b) ? float.IsNaN(a).CompareTo(float.IsNaN(b)) : a.CompareTo(b));
        double step = Math.Max(sorted.Length / (1 / epsilon), 1);
        var taken = new List<float>();
        for (int i = (int)(step - 1); i < sorted.Length; i += (int)step) taken.Add(sorted[i]);
        float[] values = [.. taken, .. _values], weights = [.. Enumerable.Repeat((float)step, taken.Count), .. _weights];
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        (_values, _weights) = Compress(Array.ConvertAll(order, i => values[i]), Array.ConvertAll(order, i => weights[i]), epsilon);
    }

    /// <summary>Boundaries between bins that hold about equally many numbers; one fewer than bins, or than there are numbers.</summary>
    public float[] Boundaries(int bins) => Compress(_values, _weights, 1.0 / bins).Values[..^1];

    /// <summary>Reads the quantiles ε, 2ε, … off the line through the values over their shares.</summary>
    private static (float[] Values, float[] Weights) Compress(float[] values, float[] weights, double epsilon)
    {
        if (values.Length * epsilon < 1) return (values, weights);
        var sums = new float[weights.Length];
        float sum = 0;
        for (int i = 0; i < sums.Length; i++) sums[i] = sum += weights[i];
        var shares = Array.ConvertAll(sums, s => s / sum);
        int count = (int)Math.Ceiling(1 / epsilon);
        var (newValues, newWeights) = (new float[count], new float[count]);
        double before = 0;
        for (int i = 0; i < count; i++)
        {
            double share = epsilon + i * epsilon, total = Interpolate(share, shares, sums);
            (newValues[i], newWeights[i], before) = ((float)Interpolate(share, shares, values), (float)(total - before), total);
        }
        return (newValues, newWeights);
    }

    private static double Interpolate(double x, float[] xs, float[] ys)
    {
        if (x <= xs[0]) return ys[0];
        if (x >= xs[^1]) return ys[^1];
        int j = 0;
        while (xs[j + 1] <= x) j++;
        return ((double)ys[j + 1] - ys[j]) / ((double)xs[j + 1] - xs[j]) * (x - xs[j]) + ys[j];
    }
}
