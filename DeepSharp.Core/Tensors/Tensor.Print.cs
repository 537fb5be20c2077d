using System.Globalization;
using System.Text;

namespace DeepSharp;

public sealed partial class Tensor
{
    private const int EdgeItems = 3, FullPrintLimit = 1000;

    /// <summary>Prints shape and values as nested rows; long axes are shortened to their first and last three entries.</summary>
    public override string ToString()
    {
        if (IsSymbolic) return $"Tensor({Spec}, symbolic)";
        var text = new StringBuilder($"Tensor({Spec})");
        if (Count == 0) return text.Append(" []").ToString();
        double[] values = ToDoubles();
        text.Append(Rank == 0 ? " " : "\n");
        Print(text, values, 0, 0, values.Length > FullPrintLimit);
        return text.ToString();
    }

    private void Print(StringBuilder text, double[] values, int axis, int start, bool cut)
    {
        if (axis == Rank)
        {
            text.Append(Format(values[start]));
            return;
        }
        int step = 1;
        for (int i = axis + 1; i < Rank; i++) step *= Shape[i];
        int n = Shape[axis];
        text.Append('[');
        for (int i = 0; i < n; i++)
        {
            if (cut && n > 2 * EdgeItems + 1 && i == EdgeItems)
            {
                text.Append(axis == Rank - 1 ? ", …" : ",\n" + new string(' ', axis + 1) + "…");
                i = n - EdgeItems;
            }
            if (i > 0) text.Append(axis == Rank - 1 ? ", " : ",\n" + new string(' ', axis + 1));
            Print(text, values, axis + 1, start + i * step, cut);
        }
        text.Append(']');
    }

    private string Format(double value) => DType switch
    {
        DType.Bool => value != 0 ? "true" : "false",
        _ when !DType.IsFloating => value.ToString(CultureInfo.InvariantCulture),
        _ => value.ToString(value != 0 && Math.Abs(value) is < 1e-4 or >= 1e6 ? "0.####e+0" : "0.0###", CultureInfo.InvariantCulture),
    };
}
