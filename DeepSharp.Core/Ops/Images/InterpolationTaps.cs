namespace DeepSharp;

/// <summary>The weights of an interpolation: w(o, i) ∝ k((i + ½ − place) / width), normalised so that each output's weights sum to one.</summary>
/// <remarks>
/// The place of output o is (o + ½) · From / To. Inputs beyond the border are left out before normalising. The kernel is one input wide, with antialiasing
/// one output where outputs are wider, as in TensorFlow's <c>scale_and_translate</c>.
/// </remarks>
/// <param name="From">The number of inputs.</param>
/// <param name="To">The number of outputs.</param>
/// <param name="Interpolation">The kernel; all but <see cref="Interpolation.Nearest"/>.</param>
/// <param name="Antialias">Whether the kernel is widened when the axis shrinks.</param>
public sealed record InterpolationTaps(int From, int To, Interpolation Interpolation, bool Antialias) : AxisTaps(From, To)
{
    /// <inheritdoc/>
    public override int Most => (int)Math.Min(From, 2 * Math.Ceiling(Radius * Width) + 1);

    /// <inheritdoc/>
    public override (int First, int Count) Write(int output, Span<double> weights)
    {
        double place = (output + 0.5) * From / To, reach = Radius * Width;
        int first = (int)Math.Max(0, Math.Ceiling(place - reach - 0.5)), last = (int)Math.Min(From - 1, Math.Floor(place + reach - 0.5));
        // At its very ends the kernel is zero: such taps would only carry infinities over.
        if (first < last && Distance(first, place) >= Radius) first++;
        if (last > first && Distance(last, place) >= Radius) last--;
        double sum = 0;
        for (int i = first; i <= last; i++) sum += weights[i - first] = Kernel(Distance(i, place));
        for (int i = first; i <= last; i++) weights[i - first] /= sum;
        return (first, last - first + 1);
    }

    private double Width => Antialias ? Math.Max(1, (double)From / To) : 1;

    private double Radius => Interpolation switch
    {
        Interpolation.Bilinear => 1,
        Interpolation.Bicubic => 2,
        Interpolation.Lanczos3 => 3,
        _ => 5,
    };

    private double Distance(int input, double place) => Math.Abs(input + 0.5 - place) / Width;

    private double Kernel(double t) => t >= Radius ? 0 : Interpolation switch
    {
        Interpolation.Bilinear => 1 - t,
        Interpolation.Bicubic => t <= 1 ? (1.5 * t - 2.5) * t * t + 1 : ((-0.5 * t + 2.5) * t - 4) * t + 2,
        _ => Sinc(t) * Sinc(t / Radius),
    };

    // SinPi is zero at whole numbers, which Sin(π n) is not.
    private static double Sinc(double t) => t == 0 ? 1 : double.SinPi(t) / (Math.PI * t);
}
