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
        string text = value.ToString("E16", CultureInfo.InvariantCulture);
        int exponent = value == 0 ? 0 : int.Parse(text.AsSpan(text.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        // "R" gives the shortest digits but other limits for the exponent; only its digits are used.
        string shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        string mantissa = shortest.Split('E')[0].Replace(".", "").TrimStart('0').TrimEnd('0');
        string sign = double.IsNegative(value) ? "-" : "";
        if (mantissa.Length == 0) return sign + "0.0";
        // Rounding to 17 digits can carry into the next power: 9.99…e22 prints as 1.0…E+023 there while the shortest digits stay nines.
        if (shortest.IndexOf('E') is var e and > 0) exponent = int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent is < -4 or >= 16)
            return $"{sign}{mantissa[0]}{(mantissa.Length > 1 ? "." + mantissa[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{mantissa}";
        return mantissa.Length <= exponent + 1
            ? $"{sign}{mantissa.PadRight(exponent + 1, '0')}.0"
            : $"{sign}{mantissa[..(exponent + 1)]}.{mantissa[(exponent + 1)..]}";
    }
}
