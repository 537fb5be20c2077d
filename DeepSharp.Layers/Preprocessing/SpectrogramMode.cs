namespace DeepSharp;

/// <summary>What <see cref="Layers.STFTSpectrogram"/> gives of each frame's spectrum z.</summary>
public enum SpectrogramMode
{
    /// <summary>ln max(|z|, ε).</summary>
    Log,

    /// <summary>|z|.</summary>
    Magnitude,

    /// <summary>|z|², doubled but for the first and the last frequency: power on one side.</summary>
    Psd,

    /// <summary>The real part.</summary>
    Real,

    /// <summary>The imaginary part.</summary>
    [ConfigKey("imag")]
    Imaginary,

    /// <summary>The angle of z.</summary>
    Angle,

    /// <summary>Real parts, then imaginary parts.</summary>
    Stft,
}
