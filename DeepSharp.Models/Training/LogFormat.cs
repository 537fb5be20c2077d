using System.Globalization;

namespace DeepSharp;

/// <summary>Numbers as Keras prints them: four digits after the point, or in powers of ten where that would show nothing.</summary>
internal static class LogFormat
{
    public static string Number(double value) =>
        Math.Abs(value) > 1e-3 || value == 0 || double.IsNaN(value)
            ? value.ToString("0.0000", CultureInfo.InvariantCulture)
            : value.ToString("0.0000e+00", CultureInfo.InvariantCulture);
}
