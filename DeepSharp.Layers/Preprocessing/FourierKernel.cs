namespace DeepSharp.Layers;

/// <summary>Convolution kernels [frame, 1, frequencies] that take the discrete Fourier transform of frames: window[t] · cos(−2π t k / n), or the sine,
/// with n = 2 · (frequencies − 1).</summary>
internal static class FourierKernel
{
    /// <summary>The kernel of the real or the imaginary side.</summary>
    public static Tensor Create(double[] window, int frequencies, bool imaginary, DType dtype)
    {
        int n = Math.Max(1, 2 * (frequencies - 1));
        var values = new double[window.Length * frequencies];
        for (int t = 0; t < window.Length; t++)
            for (int k = 0; k < frequencies; k++)
            {
                // Whole turns are left out first: of large angles sine and cosine are less exact.
                double angle = -2 * Math.PI * ((long)t * k % n) / n;
                values[t * frequencies + k] = window[t] * (imaginary ? Math.Sin(angle) : Math.Cos(angle));
            }
        return Tensor.From(values, [window.Length, 1, frequencies]).Cast(dtype);
    }
}
