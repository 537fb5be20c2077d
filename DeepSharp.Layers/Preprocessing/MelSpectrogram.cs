namespace DeepSharp.Layers;

/// <summary>The loudness of a signal in bands of pitch over time: a short-time Fourier transform brought to the mel scale and to decibels.</summary>
/// <remarks>
/// [batch, samples] → [batch, numMelBins, frames], or [samples] → [numMelBins, frames]. Frames are centred on their step, the signal being mirrored at its
/// ends, so there are 1 + samples / sequenceStride. A layer without weights; gradients flow to the signal.
/// </remarks>
/// <param name="fftLength">Length of the transform; it gives fftLength / 2 + 1 frequencies.</param>
/// <param name="sequenceStride">Samples from one frame to the next.</param>
/// <param name="sequenceLength">Samples in a frame; fftLength if null.</param>
/// <param name="window">What frames are weighted with: one period of the window, in the middle of the transform.</param>
/// <param name="samplingRate">Samples per second.</param>
/// <param name="numMelBins">How many bands.</param>
/// <param name="minFreq">Where the lowest band begins, in hertz.</param>
/// <param name="maxFreq">Where the highest band ends, in hertz; half the sampling rate if null.</param>
/// <param name="powerToDb">Whether the result is in decibels, 10 · log₁₀(power / refPower).</param>
/// <param name="topDb">How far below the loudest value of the whole batch the result may go, in decibels.</param>
/// <param name="magExp">The exponent of the magnitude: 1 for magnitude, 2 for power.</param>
/// <param name="minPower">Smaller powers count as this.</param>
/// <param name="refPower">The power of 0 decibels.</param>
[Layer]
public sealed partial class MelSpectrogram(
    int fftLength = 2048, int sequenceStride = 512, int? sequenceLength = null, SignalWindow window = default, double samplingRate = 16000, int numMelBins = 128,
    double minFreq = 20, double? maxFreq = null, bool powerToDb = true, double topDb = 80, double magExp = 2, double minPower = 1e-10, double refPower = 1) : Layer
{
    private Tensor _real = null!, _imaginary = null!, _filters = null!;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        int length = SequenceLength ?? FftLength;
        Require(FftLength >= 2 && FftLength % 2 == 0, $"fftLength must be even and positive, got {FftLength}");
        Require(length >= 1 && length <= FftLength, $"sequenceLength must be from 1 to fftLength {FftLength}, got {length}");
        Require(SequenceStride >= 1, $"sequenceStride must be positive, got {SequenceStride}");
        Require(NumMelBins >= 1, $"numMelBins must be positive, got {NumMelBins}");
        double highest = MaxFreq ?? Math.Floor(SamplingRate / 2);
        Require(MinFreq >= 0 && MinFreq < highest && highest <= SamplingRate / 2, $"frequencies must rise from minFreq {MinFreq} to maxFreq {highest}, at most half the sampling rate {SamplingRate}");
        var weights = new double[FftLength];
        Window.Weights(length, periodic: true).CopyTo(weights, (FftLength - length) / 2);
        Tensor Kernel(bool imaginary) => FourierKernel.Create(weights, FftLength / 2 + 1, imaginary, WideDType);
        (_real, _imaginary) = (Kernel(imaginary: false), Kernel(imaginary: true));
        _filters = MelFilters.Matrix(NumMelBins, FftLength / 2 + 1, SamplingRate, MinFreq, highest).Cast(WideDType);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        if (x.Rank == 1) return Call(x.ExpandDims(0)).Squeeze(0);
        if (x.Rank != 2) throw new ShapeMismatchException($"{Title} expects signals [batch, samples] or [samples] but got {x.Shape}. Take channels one by one.");
        if (x.Shape[1] != Dim.Any && x.Shape[1] <= FftLength / 2)
            throw new ShapeMismatchException($"{Title} mirrors {FftLength / 2} samples at the ends, but the signal has only {x.Shape[1]}. Pad it, or take a smaller fftLength.");
        var signal = x.Cast(WideDType).Pad([default, (FftLength / 2, FftLength / 2)], PadMode.Reflect).ExpandDims(-1);
        Tensor Side(Tensor kernel) => signal.Conv(kernel, new([SequenceStride]), Padding.Valid, new([1]), 1);
        var power = Side(_real).Square() + Side(_imaginary).Square();
        var bands = (MagExp == 2 ? power : power.Pow(MagExp / 2)).MatMul(_filters);
        return (PowerToDb ? Decibels(bands) : bands).SwapAxes(1, 2).Cast(ComputeDType);
    }

    private Tensor Decibels(Tensor power)
    {
        var level = power.Maximum(MinPower).Log10() * 10 - 10 * Math.Log10(Math.Max(Math.Abs(RefPower), MinPower));
        return Tensor.Maximum(level, level.Max() - TopDb);
    }

    private void Require(bool holds, string rule)
    {
        if (!holds) throw new InvalidValueException($"{Title}: {rule}.");
    }
}
