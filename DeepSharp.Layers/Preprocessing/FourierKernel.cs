namespace DeepSharp.Layers;

/// <summary>A convolution kernel [frame, 1, frequencies] that takes the discrete Fourier transform of frames: window[t] · cos(−2π t k / n), or the sine,
/// with n = 2 · (frequencies − 1).</summary>
internal sealed class FourierKernel(double[] window, int frequencies, bool imaginary) : Initializer
{
    /// <inheritdoc/>
    public override Tensor Create(Shape shape, DType dtype = DType.Float32)
    {
        int n = 2 * (frequencies - 1);
        var values = new double[window.Length * frequencies];
        for (int t = 0; t < window.Length; t++)
            for (int k = 0; k < frequencies; k++)
            {
                // Whole turns are left out first: of large angles sine and cosine are less exact.
                double angle = n == 0 ? 0 : -2 * Math.PI * ((long)t * k % n) / n;
                values[t * frequencies + k] = window[t] * (imaginary ? Math.Sin(angle) : Math.Cos(angle));
            }
        return Tensor.From(values, shape).Cast(dtype);
    }

    /// <summary>The kernel's shape.</summary>
    public Shape Shape => [window.Length, 1, frequencies];
}
