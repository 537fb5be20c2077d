namespace DeepSharp.Initializers;

/// <summary>A convolution kernel that works out one side of a short-time Fourier transform: window[t] · cos(−2π · t · k / n), or the sine.</summary>
/// <remarks>The kernel's shape is [frame length, 1, frequencies], with n = 2 · (frequencies − 1). A <c>Conv1D</c> with it gives the spectrum of each
/// frame.</remarks>
/// <param name="side">Real or imaginary part.</param>
/// <param name="window">What frames are weighted with; null for no window.</param>
/// <param name="scaling">What the window is divided by; null for nothing.</param>
/// <param name="periodic">Whether the window is one period of a repeating one instead of symmetric.</param>
[Configurable(Aliases = ["STFTInitializer"])]
public sealed partial class STFT(
    StftSide side = StftSide.Real, WindowFunction? window = WindowFunction.Hann, StftScaling? scaling = StftScaling.Density,
        bool periodic = false) : Initializer
{
    /// <inheritdoc/>
    /// <exception cref="ShapeMismatchException">The shape is not [frame length, channels, frequencies].</exception>
    public override Tensor Create(Shape shape, DType dtype = DType.Float32)
    {
        if (shape.Rank != 3)
            throw new ShapeMismatchException($"{this} makes kernels [frame length, channels, frequencies], but the weight has shape {shape}. Take another initializer for it.");
        var (frame, channels, frequencies) = (shape[0], shape[1], shape[2]);
        double[] weights = Window is { } kind ? kind.Values(frame, Periodic) : [.. Enumerable.Repeat(1.0, frame)];
        double divisor = Window is null ? 1 : Scaling switch
        {
            StftScaling.Density => Math.Sqrt(weights.Sum(w => w * w)),
            StftScaling.Spectrum => weights.Sum(Math.Abs),
            _ => 1,
        };
        var values = new double[shape.Count];
        int i = 0;
        for (int t = 0; t < frame; t++)
            for (int c = 0; c < channels; c++)
                for (int k = 0; k < frequencies; k++)
                {
                    double angle = -Math.PI * t * k / (frequencies - 1);
                    values[i++] = (Side == StftSide.Real ? Math.Cos(angle) : Math.Sin(angle)) * weights[t] / divisor;
                }
        return Tensor.From(values, shape).Cast(dtype);
    }
}

/// <summary>A part of a complex number.</summary>
public enum StftSide
{
    /// <summary>The real part.</summary>
    Real,

    /// <summary>The imaginary part.</summary>
    [ConfigKey("imag")]
    Imaginary,
}

/// <summary>What a window is divided by.</summary>
public enum StftScaling
{
    /// <summary>The root of the sum of squares, for power densities.</summary>
    Density,

    /// <summary>The sum of the values, for power spectra.</summary>
    Spectrum,
}
