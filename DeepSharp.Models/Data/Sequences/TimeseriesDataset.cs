namespace DeepSharp;

/// <summary>Windows over a time series as a dataset.</summary>
public static class TimeseriesDataset
{
    /// <summary>Windows of equal length: window i holds the steps i·stride, i·stride + rate, …; its target is the one at its first step.</summary>
    /// <param name="data">The series, [steps, …].</param>
    /// <param name="targets">A target for the window that starts at each step; shift them to predict: for the next step pass <c>y[length..]</c>.</param>
    /// <param name="sequenceLength">Steps in a window.</param>
    /// <param name="sequenceStride">Steps from one window's start to the next one's.</param>
    /// <param name="samplingRate">Steps of the series from one step of a window to the next.</param>
    /// <param name="batchSize">Windows per batch; null gives single windows.</param>
    /// <param name="shuffle">Whether windows come in random order, another in each pass.</param>
    /// <param name="seed">Fixes the orders; from the global seed if null.</param>
    /// <param name="startIndex">The first step used.</param>
    /// <param name="endIndex">The step before which the series ends; all if null.</param>
    /// <returns>Batches [batch, sequenceLength, …], or windows [sequenceLength, …].</returns>
    /// <exception cref="InvalidValueException">A number is out of range, or the series is too short for one window.</exception>
    /// <example><code>
    /// // Three steps to predict the fourth:
    /// var windows = TimeseriesDataset.From(series[..^3], series[3..], sequenceLength: 3);
    /// </code></example>
    public static Dataset From(
        Tensor data, Tensor? targets, int sequenceLength, int sequenceStride = 1, int samplingRate = 1, int? batchSize = 128, bool shuffle = false, int? seed = null,
        int? startIndex = null, int? endIndex = null)
    {
        if (data.Rank == 0) throw new ShapeMismatchException("[TimeseriesDataset] the series needs an axis of steps but is a scalar.");
        int start = startIndex ?? 0, end = endIndex ?? data.Length;
        Require(start >= 0 && start < data.Length, $"startIndex must be from 0 to below the {data.Length} steps, got {start}");
        Require(end > start && end <= data.Length, $"endIndex must be above startIndex {start} and at most the {data.Length} steps, got {end}");
        Require(sequenceLength > 0, $"sequenceLength must be positive, got {sequenceLength}");
        Require(sequenceStride > 0, $"sequenceStride must be positive, got {sequenceStride}");
        Require(samplingRate > 0, $"samplingRate must be positive, got {samplingRate}");
        int starts = end - start - (sequenceLength - 1) * samplingRate;
        if (targets is not null) starts = Math.Min(starts, Math.Min(targets.Length, end) - start);
        Require(starts > 0, $"{end - start} steps{(targets is null ? "" : $" with {targets.Length} targets")} are too few for a window of {sequenceLength} at rate {samplingRate}");
        int count = (starts + sequenceStride - 1) / sequenceStride;
        Example Window(int i)
        {
            int first = start + i * sequenceStride;
            var x = data.Gather(Tensor.Arange(first, first + sequenceLength * samplingRate, samplingRate, DType.Int32));
            return new([x], targets is null ? [] : [targets[first]], []);
        }
        var windows = Dataset.Generate(() => Enumerable.Range(0, count).Select(Window), count);
        if (shuffle) windows = windows.Shuffle(count, seed);
        return batchSize is { } size ? windows.Batch(size) : windows;
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds) throw new InvalidValueException($"[TimeseriesDataset] {rule}.");
    }
}
