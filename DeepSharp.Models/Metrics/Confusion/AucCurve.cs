namespace DeepSharp;

/// <summary>The curve whose area <see cref="Metrics.AUC"/> gives.</summary>
public enum AucCurve
{
    /// <summary>True positive rate over false positive rate.</summary>
    [ConfigKey("ROC")] ROC,

    /// <summary>Precision over recall.</summary>
    [ConfigKey("PR")] PR,

    /// <summary>Precision gain over recall gain (Flach and Kull 2015).</summary>
    [ConfigKey("PRGAIN")] PRGain,
}

/// <summary>How the area between two points of a curve is taken.</summary>
public enum AucSummation
{
    /// <summary>A trapezoid; for precision and recall the interpolation of Davis and Goadrich.</summary>
    Interpolation,

    /// <summary>The lower of the two heights.</summary>
    Minoring,

    /// <summary>The higher of the two heights.</summary>
    Majoring,
}
