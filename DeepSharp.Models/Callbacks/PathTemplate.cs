using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepSharp;

/// <summary>A path with places for numbers as in Python: <c>{epoch:02d}-{val_loss:.2f}.keras</c>; braces are doubled to stand for themselves.</summary>
internal sealed partial class PathTemplate(string text)
{
    public override string ToString() => text;

    /// <summary>Puts numbers in.</summary>
    /// <param name="values">The numbers by name.</param>
    /// <param name="fault">A place that could not be filled; the path has its name there. Null if all were filled.</param>
    public string Fill(IReadOnlyDictionary<string, double> values, out string? fault)
    {
        string? found = null;
        string path = Place().Replace(text, match =>
        {
            if (match.Value is "{{" or "}}") return match.Value[..1];
            string name = match.Groups["name"].Value, format = match.Groups["format"].Value;
            if (!values.TryGetValue(name, out double value))
                found ??= $"The path '{text}' asks for '{name}', which is not known{KnownNames.Instead(name, values.Keys)}.";
            else if (Format(value, format) is { } number) return number;
            else found ??= $"The path '{text}' has the format '{format}' for '{name}', which does not fit; use for example 02d for whole numbers, else .2f, .3e or .4g.";
            return name;
        });
        fault = found;
        return path;
    }

    private static string? Format(double value, string format)
    {
        var match = Spec().Match(format);
        if (!match.Success) return null;
        string digits = match.Groups["precision"].Value;
        int precision = digits.Length > 0 ? int.Parse(digits, CultureInfo.InvariantCulture) : 6;
        string? number = match.Groups["type"].Value switch
        {
            "" when digits.Length == 0 => value.ToString("R", CultureInfo.InvariantCulture),
            "d" => digits.Length == 0 && value == Math.Floor(value) ? value.ToString("0", CultureInfo.InvariantCulture) : null,
            "f" or "F" => value.ToString($"F{precision}", CultureInfo.InvariantCulture),
            "e" => Exponent(value.ToString($"0.{new string('0', precision)}e+00", CultureInfo.InvariantCulture)),
            "" or "g" => value.ToString($"G{Math.Max(precision, 1)}", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal),
            "%" => (value * 100).ToString($"F{precision}", CultureInfo.InvariantCulture) + "%",
            _ => null,
        };
        string widths = match.Groups["width"].Value;
        int width = widths.Length > 0 ? int.Parse(widths, CultureInfo.InvariantCulture) : 0;
        if (match.Groups["zero"].Length == 0 || number is null) return number?.PadLeft(width);
        return number[0] == '-' ? "-" + number[1..].PadLeft(width - 1, '0') : number.PadLeft(width, '0');
    }

    private static string Exponent(string number) => number.Replace(".e", "e", StringComparison.Ordinal);

    [GeneratedRegex(@"\{\{|\}\}|\{(?<name>[^{}:]+)(:(?<format>[^{}]*))?\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"^(?<zero>0)?(?<width>\d{1,2})?(\.(?<precision>\d{1,2}))?(?<type>[a-zA-Z%])?$")]
    private static partial Regex Spec();
}
