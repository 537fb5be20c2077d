using System.Globalization;
using Newtonsoft.Json;

namespace DeepSharp;

/// <summary>Writes JSON as Python's json module does: numbers as Python prints them, characters outside ASCII escaped.</summary>
internal sealed class PythonJsonWriter : JsonTextWriter
{
    public PythonJsonWriter(TextWriter text) : base(text)
    {
        FloatFormatHandling = FloatFormatHandling.Symbol;
        StringEscapeHandling = StringEscapeHandling.EscapeNonAscii;
    }

    public override void WriteValue(double value)
    {
        if (double.IsFinite(value)) WriteRawValue(Number(value));
        else base.WriteValue(value);
    }

    /// <summary>The shortest digits that give the same double again; powers of ten below 1e-4 and from 1e16 on: <c>1e-07</c>, <c>0.001</c>, <c>2.0</c>.</summary>
    public static string Number(double value)
    {
        // .NET gives the same shortest digits but has other limits for the exponent, so only digits and magnitude are taken from it.
        string[] parts = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        string digits = parts[0].Replace(".", ""), mantissa = digits.TrimStart('0').TrimEnd('0'), sign = double.IsNegative(value) ? "-" : "";
        if (mantissa.Length == 0) return sign + "0.0";
        int point = parts[0].IndexOf('.') is var p and >= 0 ? p : parts[0].Length, leadingZeros = digits.Length - digits.TrimStart('0').Length;
        int exponent = point - 1 - leadingZeros + (parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0);
        if (exponent is < -4 or >= 16)
            return $"{sign}{mantissa[0]}{(mantissa.Length > 1 ? "." + mantissa[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{mantissa}";
        return mantissa.Length <= exponent + 1
            ? $"{sign}{mantissa.PadRight(exponent + 1, '0')}.0"
            : $"{sign}{mantissa[..(exponent + 1)]}.{mantissa[(exponent + 1)..]}";
    }
}
