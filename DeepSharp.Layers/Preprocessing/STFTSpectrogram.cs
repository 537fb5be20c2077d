namespace DeepSharp.Layers;

/// <summary>The spectra of a signal's frames: a short-time Fourier transform by convolution, whose kernels can be trained further.</summary>
/// <remarks>
/// [batch, samples, channels] → [batch, frames, channels · frequencies], or with expandDims [batch, frames, frequencies, channels]. There are
/// fftLength / 2 + 1 frequencies, twice as many in mode <see cref="SpectrogramMode.Stft"/>. Weights: real_kernel and imag_kernel [frameLength, 1, frequencies],
/// as far as the mode needs them; set Trainable to false to keep them.
/// </remarks>
/// <param name="mode">What is given of each spectrum.</param>
/// <param name="frameLength">Samples in a frame.</param>
/// <param name="frameStep">Samples from one frame to the next; half a frame if null.</param>
/// <param name="fftLength">Length of the transform, an odd one counting as one less; the power of two at or above the frame if null.</param>
/// <param name="window">What frames are weighted with.</param>
/// <param name="periodic">Whether the window is one period of a repeating one instead of symmetric.</param>
/// <param name="scaling">What the window is divided by; nothing if null.</param>
/// <param name="padding">Whether frames may reach beyond the signal, which reads as zero there.</param>
/// <param name="expandDims">Whether frequencies get an axis of their own, as image layers want it.</param>
[Layer]
[UnusedKey("data_format", "channels_last")]
public sealed partial class STFTSpectrogram(
    SpectrogramMode mode = SpectrogramMode.Log, int frameLength = 256, int? frameStep = null, int? fftLength = null, SignalWindow window = default, bool periodic = false,
    Initializers.StftScaling? scaling = Initializers.StftScaling.Density, Padding padding = Padding.Valid, bool expandDims = false) : Layer
{
    private const double Epsilon = 1e-7;

    private Weight? _real, _imaginary;

    private int Step => FrameStep ?? FrameLength / 2;

    private int Length => FftLength ?? (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)FrameLength);

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        Require(FrameLength >= 1, $"frameLength must be positive, got {FrameLength}");
        Require(Step >= 1 && Step <= FrameLength, $"frameStep must be from 1 to frameLength {FrameLength}, got {Step}");
        Require(Length >= FrameLength, $"fftLength must be at least frameLength {FrameLength}, got {FftLength}");
        Require(Padding is Padding.Valid or Padding.Same, $"padding must be Valid or Same, got {Padding}");
        if (input.Rank != 3) throw new ShapeMismatchException($"{Title} expects signals [batch, samples, channels] but got {input}. A single channel needs an axis of length 1.");
        InputRule.RequireKnownChannels(this, input);
        double[] weights = Window.Weights(FrameLength, Periodic);
        double divisor = Window.IsNone ? 1 : Scaling switch
        {
            Initializers.StftScaling.Density => Math.Sqrt(weights.Sum(w => w * w)),
            Initializers.StftScaling.Spectrum => weights.Sum(Math.Abs),
            _ => 1,
        };
        weights = Array.ConvertAll(weights, w => w / divisor);
        if (Mode != SpectrogramMode.Imaginary) _real = AddKernel("real_kernel", weights, imaginary: false);
        if (Mode != SpectrogramMode.Real) _imaginary = AddKernel("imag_kernel", weights, imaginary: true);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        if (!x.DType.IsFloating) throw new DTypeMismatchException($"{Title} expects a floating-point signal but got {x.DType.KerasName}. Cast it, and scale it to −1…1.");
        var channels = Enumerable.Range(0, x.Shape[^1]).Select(c => Spectrum(x.Slice(-1, c..(c + 1)))).ToArray();
        return (ExpandDims ? Tensor.Stack(channels, axis: -1) : Tensor.Concat(channels, axis: -1)).Cast(ComputeDType);
    }

    /// <summary>One channel: [batch, samples, 1] → [batch, frames, frequencies].</summary>
    private Tensor Spectrum(Tensor signal)
    {
        Tensor Side(Weight? kernel) => signal.Conv(kernel!, new([Step]), Padding, new([1]), 1).Cast(WideDType);
        if (Mode == SpectrogramMode.Real) return Side(_real);
        if (Mode == SpectrogramMode.Imaginary) return Side(_imaginary);
        var (real, imaginary) = (Side(_real), Side(_imaginary));
        var power = Mode is SpectrogramMode.Angle or SpectrogramMode.Stft ? null : real.Square() + imaginary.Square();
        return Mode switch
        {
            SpectrogramMode.Angle => Tensor.Atan2(imaginary, real),
            SpectrogramMode.Stft => Tensor.Concat([real, imaginary], axis: -1),
            SpectrogramMode.Psd => OneSided(power!),
            SpectrogramMode.Magnitude => power!.Maximum(Epsilon).Sqrt(),
            _ => power!.Maximum(Epsilon).Sqrt().Maximum(Epsilon).Log(),
        };
    }

    /// <summary>Power of negative frequencies added to that of their positive ones; the first and the last have none.</summary>
    private static Tensor OneSided(Tensor power) => power.Shape[^1] < 3 ? power : power + power.Slice(-1, 1..^1).Pad([default, default, (1, 1)]);

    private Weight AddKernel(string name, double[] weights, bool imaginary) =>
        AddWeight(name, [FrameLength, 1, Length / 2 + 1], new Transform(weights, imaginary));

    /// <summary>Gives the kernels their first values.</summary>
    private sealed class Transform(double[] window, bool imaginary) : Initializer
    {
        public override Tensor Create(Shape shape, DType dtype = DType.Float32) => FourierKernel.Create(window, shape[^1], imaginary, dtype);
    }

    private void Require(bool holds, string rule)
    {
        if (!holds) throw new InvalidValueException($"{Title}: {rule}.");
    }
}
