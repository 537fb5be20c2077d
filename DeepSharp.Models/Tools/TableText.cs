using System.Globalization;
using Spectre.Console;

namespace DeepSharp;

/// <summary>Tables as plain text, the same on every console.</summary>
internal static class TableText
{
    /// <summary>A table with headings; those that begin with <c>&gt;</c> stand above numbers and are aligned to the right.</summary>
    public static Table Of(params ReadOnlySpan<string> headings)
    {
        var table = new Table { Border = TableBorder.HeavyHead, UseSafeBorder = true, Expand = true };
        foreach (string heading in headings)
            table.AddColumn(new TableColumn(Markup.Escape(heading.TrimStart('>'))) { Alignment = heading.StartsWith('>') ? Justify.Right : Justify.Left });
        return table;
    }

    /// <summary>Adds a row.</summary>
    public static void Row(Table table, params ReadOnlySpan<string> cells) => table.AddRow([.. cells.ToArray().Select(c => new Text(c))]);

    /// <summary>The table in so many characters a line.</summary>
    public static string Print(Table table, int width)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        console.Write(table);
        return text.ToString().TrimEnd();
    }
}
