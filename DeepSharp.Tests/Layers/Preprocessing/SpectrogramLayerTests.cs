using DeepSharp.Initializers;
using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class SpectrogramLayerTests
{
    private static IEnumerable<TestCaseData> Transforms => LayerGoldenTests.Cases.Where(c => c.Class == nameof(STFTSpectrogram))
        .Select(c => new TestCaseData(c.Case).SetArgDisplayNames(c.Case.Name));

    private static Tensor Sine(double hertz, int rate, int samples) =>
        Tensor.From([.. Enumerable.Range(0, samples).Select(i => (float)Math.Sin(2 * Math.PI * hertz * i / rate))]);

    [Test]
    [Covers(typeof(STFTSpectrogram))]
    public void STFTSpectrogram_PassesLayerCheck()
    {
        const string both = "real_kernel[8, 1, 5] imag_kernel[8, 1, 5]";
        // Small spectra have steep logarithms, so that LayerCheck's training step would go too far; this signal is loud at every frequency.
        Tensor[] loud = [Tensor.From([.. Enumerable.Range(0, 16).Select(i => i % 8 == 3 ? 40f : 0)], [1, 16, 1])];
        LayerCheck.Run(() => new STFTSpectrogram(frameLength: 8, frameStep: 8), loud, [1, 2, 5], both);
        LayerCheck.Run(() => new STFTSpectrogram(SpectrogramMode.Magnitude, 8, expandDims: true), [2, 20, 2], [2, 4, 5, 2], both);
        LayerCheck.Run(() => new STFTSpectrogram(SpectrogramMode.Stft, 8, 4, padding: Padding.Same), [2, 20, 1], [2, 5, 10], both);
        LayerCheck.Run(() => new STFTSpectrogram(SpectrogramMode.Real, 6, fftLength: 12, window: SignalWindow.None), [2, 9, 1], [2, 2, 7], "real_kernel[6, 1, 7]");
        LayerCheck.Run(() => new STFTSpectrogram(SpectrogramMode.Imaginary, 4, window: new[] { 1, 2, 3, 0.5 }, scaling: null), [2, 9, 1], [2, 3, 3], "imag_kernel[4, 1, 3]");
        LayerCheck.Run(() => new STFTSpectrogram(SpectrogramMode.Psd, 8, window: WindowFunction.Blackman, scaling: StftScaling.Spectrum), [2, 20, 1], [2, 4, 5], both);
    }

    [TestCaseSource(nameof(Transforms))]
    public void STFTSpectrogram_Golden_StartsWithTheTransformsKernels(GoldenCase golden)
    {
        var layer = KerasJson.Read<Layer>(golden.Attribute<Newtonsoft.Json.Linq.JObject>("layer")!);
        layer.Apply(GoldenCheck.Read(golden.Array("x0"), DType.Float32));
        foreach (var (i, weight) in layer.Weights.Index())
            Close.Same($"{golden}: {weight.Name}", GoldenCheck.Read(golden.Array($"w{i}"), DType.Float32), weight.Value, 1e-6);
    }

    [Test]
    public void STFTSpectrogram_Kernels_AreThoseOfTheInitializer()
    {
        var layer = new STFTSpectrogram(frameLength: 12, scaling: StftScaling.Spectrum, window: WindowFunction.Hamming);
        layer.Apply(Tensor.Zeros([1, 12, 1]));
        foreach (var (weight, side) in layer.Weights.Zip([StftSide.Real, StftSide.Imaginary]))
            Close.Same($"{side}", new STFT(side, WindowFunction.Hamming, StftScaling.Spectrum).Create(weight.Shape), weight.Value, 1e-6);
    }

    [Test]
    public void STFTSpectrogram_OpenTime_IsAllowed()
    {
        var x = Vocabulary.Input(Dim.Any, 1);
        var model = new Model(x, new STFTSpectrogram(frameLength: 8).Apply(x));
        Assert.That(model.Outputs[0].Shape, Is.EqualTo(new Shape(Dim.Any, Dim.Any, 5)));
        Assert.That(model.Predict(Tensor.Zeros([2, 16, 1])).Shape, Is.EqualTo(new Shape(2, 3, 5)));
    }

    [Test]
    [Covers(typeof(MelSpectrogram))]
    public void MelSpectrogram_PassesLayerCheck()
    {
        LayerCheck.Run(() => new MelSpectrogram(32, 10, numMelBins: 6, samplingRate: 400), [2, 80], [2, 6, 9]);
        LayerCheck.Run(() => new MelSpectrogram(32, 10, 20, WindowFunction.Hamming, 400, 6, 10, 150, powerToDb: false, magExp: 1), [2, 80], [2, 6, 9]);
    }

    [Test]
    public void MelSpectrogram_DocumentedSizes_Agree()
    {
        var layer = new MelSpectrogram(numMelBins: 64, samplingRate: 8000, sequenceStride: 256, fftLength: 2048);
        Assert.That(layer.Apply(Sine(440, 8000, 16000)).Shape, Is.EqualTo(new Shape(64, 63)), "an example of Keras' documentation");
    }

    [Test]
    public void MelSpectrogram_Tone_IsLoudestInItsBand()
    {
        var y = new MelSpectrogram(512, 128, samplingRate: 8000, numMelBins: 20, minFreq: 0).Apply(Sine(1000, 8000, 4000)).Mean(1).ToDoubles();
        // 20 bands from 0 to mel(4000) = 2146: their middles are 102.2 mel apart, 1000 Hz = 1000 mel lies nearest to the tenth, at 1022.
        Assert.That(Array.IndexOf(y, y.Max()), Is.EqualTo(9));
        Assert.That(y.Max() - y.Min(), Is.LessThanOrEqualTo(80.001), "not further below than topDb");
    }

    [Test]
    public void MelSpectrogram_Gradient_AgreesWithDifferences() => OpCheck.Run(
        x => new MelSpectrogram(16, 6, numMelBins: 4, samplingRate: 100, minFreq: 5, powerToDb: false) { DType = DType.Float64 }.Apply(x[0]),
        new OpCheckOptions { Checks = OpChecks.Gradient | OpChecks.SecondGradient }, Samples.Uniform([2, 20], -1, 1));

    [Test]
    public void Spectrogram_Misuse_Throws()
    {
        void Refuses<T>(Action act, string message) where T : Exception => Assert.That(act, Throws.TypeOf<T>().With.Message.Contains(message));
        var signal = Tensor.Zeros([1, 300, 1]);
        Refuses<InvalidValueException>(() => new STFTSpectrogram(frameLength: 8, frameStep: 9).Apply(signal), "frameStep must be from 1 to frameLength 8, got 9");
        Refuses<InvalidValueException>(() => new STFTSpectrogram(frameLength: 8, fftLength: 4).Apply(signal), "fftLength must be at least frameLength 8");
        Refuses<InvalidValueException>(() => new STFTSpectrogram(padding: Padding.Causal).Apply(signal), "padding must be Valid or Same");
        Refuses<InvalidValueException>(() => new STFTSpectrogram(frameLength: 8, window: new double[] { 1, 2 }).Apply(signal), "2 weights for frames of 8 samples");
        Refuses<ShapeMismatchException>(() => new STFTSpectrogram().Apply(Tensor.Zeros([1, 300])), "expects signals [batch, samples, channels]");
        Refuses<DTypeMismatchException>(() => new STFTSpectrogram().Apply(Tensor.Zeros([1, 300, 1], DType.Int32)), "expects a floating-point signal");
        Refuses<ShapeMismatchException>(() => new MelSpectrogram().Apply(Tensor.Zeros([1, 1000])), "mirrors 1024 samples at the ends, but the signal has only 1000");
        Refuses<ShapeMismatchException>(() => new MelSpectrogram(16).Apply(Tensor.Zeros([1, 40, 2])), "expects signals [batch, samples]");
        Refuses<InvalidValueException>(() => new MelSpectrogram(16, sequenceLength: 17).Apply(Tensor.Zeros([1, 40])), "sequenceLength must be from 1 to fftLength 16");
        Refuses<InvalidValueException>(() => new MelSpectrogram(15).Apply(Tensor.Zeros([1, 40])), "fftLength must be even");
        Refuses<InvalidValueException>(() => new MelSpectrogram(16, maxFreq: 9000).Apply(Tensor.Zeros([1, 40])), "at most half the sampling rate 16000");
        Refuses<InvalidValueException>(() => new MelSpectrogram(16, 0).Apply(Tensor.Zeros([1, 40])), "sequenceStride must be positive");
        Refuses<InvalidValueException>(() => new MelSpectrogram(16, numMelBins: 0).Apply(Tensor.Zeros([1, 40])), "numMelBins must be positive");
        Assert.That(() => KerasJson.Read<Layer>("""{"class_name": "MelSpectrogram", "config": {"window": "bell"}}"""),
            Throws.TypeOf<ConfigException>().With.Message.Contains("'hann'"));
    }
}
