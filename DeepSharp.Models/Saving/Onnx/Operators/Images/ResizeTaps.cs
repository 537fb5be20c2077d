namespace DeepSharp.Onnx;

/// <summary>Which elements of an axis ONNX's resizing mixes for each element of the resized axis, and how much of each.</summary>
/// <param name="From">The axis' length.</param>
/// <param name="To">Its new length.</param>
/// <param name="Place">Where on the axis an element of the new one lies.</param>
/// <param name="IsCubic">Whether four neighbours are mixed by a cubic, and not two by a line.</param>
/// <param name="A">The cubic's parameter.</param>
/// <param name="ExcludesOutside">Whether neighbours beyond the ends weigh nothing, and not as the last element.</param>
/// <param name="Stretch">How much wider the kernel is where shrinking must not leave elements out; 1 otherwise.</param>
internal sealed record ResizeTaps(int From, int To, ResizePlace Place, bool IsCubic, double A, bool ExcludesOutside, double Stretch) : AxisTaps(From, To)
{
    /// <inheritdoc/>
    public override int Most => (int)Math.Min(From, 2 * Math.Ceiling((IsCubic ? 2 : 1) * Stretch) + 2);

    /// <inheritdoc/>
    public override (int First, int Count) Write(int output, Span<double> weights)
    {
        double at = Place.Of(output), reach = (IsCubic ? 2 : 1) * Stretch;
        // Neighbours as if the axis went on; those beyond the ends stand for the last element.
        int low = (int)Math.Floor(at - reach) + 1, high = Math.Max(low, (int)Math.Ceiling(at + reach) - 1);
        int first = Math.Clamp(low, 0, From - 1), last = Math.Clamp(high, 0, From - 1);
        weights[..(last - first + 1)].Clear();
        double sum = 0;
        for (int i = low; i <= high; i++)
        {
            bool isOutside = i < 0 || i >= From;
            double w = isOutside && ExcludesOutside ? 0 : Kernel(Math.Abs(i - at) / Stretch);
            weights[Math.Clamp(i, 0, From - 1) - first] += w;
            sum += w;
        }
        for (int i = 0; i <= last - first; i++) weights[i] /= sum;
        return (first, last - first + 1);
    }

    private double Kernel(double t) => !IsCubic ? Math.Max(0, 1 - t)
        : t <= 1 ? ((A + 2) * t - (A + 3)) * t * t + 1
        : t < 2 ? ((A * t - 5 * A) * t + 8 * A) * t - 4 * A : 0;
}
