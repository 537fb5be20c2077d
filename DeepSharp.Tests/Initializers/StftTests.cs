using System.Numerics;
using DeepSharp.Initializers;

namespace DeepSharp.Tests;

public class StftTests
{
    [TestCase(WindowFunction.Hann, false, 0, 0.5, 1, 0.5, 0)]
    [TestCase(WindowFunction.Hann, true, 0, 0.34549150281252627, 0.9045084971874737, 0.9045084971874737, 0.34549150281252627)]
    [TestCase(WindowFunction.Hamming, false, 0.08, 0.54, 1, 0.54, 0.08)]
    [TestCase(WindowFunction.Blackman, false, 0, 0.34, 1, 0.34, 0)]
    [TestCase(WindowFunction.Bartlett, false, 0, 0.5, 1, 0.5, 0)]
    [TestCase(WindowFunction.Triang, false, 1 / 3.0, 2 / 3.0, 1, 2 / 3.0, 1 / 3.0)]
    [TestCase(WindowFunction.Boxcar, false, 1, 1, 1, 1, 1)]
    [TestCase(WindowFunction.Cosine, false, 0.30901699437494745, 0.8090169943749475, 1, 0.8090169943749475, 0.30901699437494745)]
    [TestCase(WindowFunction.Nuttall, false, 0.0003628, 0.2269824, 1, 0.2269824, 0.0003628)]
    [TestCase(WindowFunction.BlackmanHarris, false, 6e-5, 0.21747, 1, 0.21747, 6e-5)]
    [TestCase(WindowFunction.Flattop, false, -0.000421051, -0.05473684, 1.000000003, -0.05473684, -0.000421051)]
    public void WindowFunction_Values_AreSciPys(WindowFunction window, bool periodic, params double[] expected) =>
        Assert.That(window.Values(5, periodic), Is.EqualTo(expected).Within(1e-9));

    [Test]
    public void WindowFunction_EvenTriangleAndOneValue_AreAsInSciPy()
    {
        Assert.That(WindowFunction.Triang.Values(4), Is.EqualTo((double[])[0.25, 0.75, 0.75, 0.25]));
        Assert.That(WindowFunction.Hann.Values(1), Is.EqualTo((double[])[1]));
        Assert.That(() => WindowFunction.Hann.Values(0),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("A window needs a length of 1 or more, got 0."));
    }

    [Test]
    public void Create_TimesASignal_IsItsFourierTransform([Values] StftSide side)
    {
        double[] signal = [1, -2, 0.5, 3, 0.25, -1, 4, 2];
        var kernel = new STFT(side, WindowFunction.Hann, StftScaling.Spectrum, periodic: true).Create([8, 1, 5], DType.Float64).ToDoubles();
        var window = WindowFunction.Hann.Values(8, periodic: true);
        for (int k = 0; k < 5; k++)
        {
            var expected = Complex.Zero;
            for (int t = 0; t < 8; t++) expected += signal[t] * window[t] / window.Sum() * Complex.Exp(-2 * Math.PI * Complex.ImaginaryOne * t * k / 8);
            double got = Enumerable.Range(0, 8).Sum(t => signal[t] * kernel[t * 5 + k]);
            Assert.That(got, Is.EqualTo(side == StftSide.Real ? expected.Real : expected.Imaginary).Within(1e-12), $"frequency {k}");
        }
    }

    [Test]
    public void Create_Scaling_DividesTheWindow()
    {
        double First(WindowFunction? window, StftScaling? scaling) =>
            new STFT(window: window, scaling: scaling).Create([5, 1, 3], DType.Float64).ToDoubles()[6];
        Assert.That(First(WindowFunction.Hann, StftScaling.Density), Is.EqualTo(1 / Math.Sqrt(1.5)).Within(1e-12));
        Assert.That(First(WindowFunction.Hann, StftScaling.Spectrum), Is.EqualTo(0.5).Within(1e-12));
        Assert.That(First(WindowFunction.Hann, null), Is.EqualTo(1).Within(1e-12));
        Assert.That(First(null, StftScaling.Density), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void KerasJson_HasKerasValues()
    {
        Assert.That(KerasJson.Print(KerasJson.Write(new STFT(StftSide.Imaginary, WindowFunction.BlackmanHarris, null))["config"]!),
            Is.EqualTo("""{"side":"imag","window":"blackmanharris","scaling":null,"periodic":false}"""));
        Assert.That(() => new STFT().Create([3, 4]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("makes kernels [frame length, channels, frequencies], but the weight has shape [3, 4]"));
    }
}
