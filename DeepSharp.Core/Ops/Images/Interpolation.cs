namespace DeepSharp;

/// <summary>How a resized image gets the values between its samples, as in Keras' <c>ops.image.resize</c>.</summary>
/// <remarks>Samples lie at half-integer places: output o stands at (o + ½) · inputs / outputs of the input.</remarks>
public enum Interpolation
{
    /// <summary>The sample whose pixel covers the place.</summary>
    Nearest,

    /// <summary>Between two neighbours by distance: k(t) = 1 − |t|, |t| below 1.</summary>
    Bilinear,

    /// <summary>Cubic convolution over four neighbours with a = −½ (R. Keys, Cubic convolution interpolation for digital image processing, 1981).</summary>
    Bicubic,

    /// <summary>Windowed sinc over six neighbours: k(t) = sinc(t) sinc(t / 3), |t| below 3.</summary>
    Lanczos3,

    /// <summary>Windowed sinc over ten neighbours: k(t) = sinc(t) sinc(t / 5), |t| below 5.</summary>
    Lanczos5,
}
