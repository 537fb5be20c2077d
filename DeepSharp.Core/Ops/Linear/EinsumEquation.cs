namespace DeepSharp;

/// <summary>A read Einstein summation: one label per axis of each operand and of the result.</summary>
/// <remarks>The axes of an ellipsis get labels of their own, counted from the right, so that they broadcast as shapes do.</remarks>
internal sealed class EinsumEquation
{
    private const char FirstOfEllipsis = '\uE000';

    private readonly Dictionary<char, int> _lengths = [];

    /// <exception cref="ShapeMismatchException">The equation cannot be read or does not fit the shapes.</exception>
    public EinsumEquation(string equation, ReadOnlySpan<Shape> shapes)
    {
        Text = equation;
        string[] sides = equation.Replace(" ", "").Split("->");
        string[] terms = sides[0].Split(',');
        if (sides.Length > 2) throw Bad("it has more than one '->'");
        if (terms.Length != shapes.Length) throw Bad($"it names {terms.Length} operands but {shapes.Length} are given");

        Operands = new string[terms.Length];
        int widest = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            int rest = shapes[i].Rank - (Ellipsis(terms[i]) ? terms[i].Length - 3 : terms[i].Length);
            if (rest < 0 || rest > 0 && !Ellipsis(terms[i])) throw Bad($"operand {i} is labelled '{terms[i]}' but has shape {shapes[i]}");
            widest = Math.Max(widest, rest);
            Operands[i] = Expand(terms[i], rest);
            for (int axis = 0; axis < Operands[i].Length; axis++) SetLength(Operands[i][axis], shapes[i][axis], i, shapes[i]);
        }
        Result = sides.Length == 2 ? Expand(sides[1], Ellipsis(sides[1]) ? widest : 0) : ImpliedResult(widest);
        if (Result.Distinct().Count() != Result.Length) throw Bad("the result has a label twice");
        foreach (char label in Result)
            if (!_lengths.ContainsKey(label)) throw Bad($"the result has the label '{label}' that no operand has");
        if (sides.Length == 2 && widest > 0 && !Ellipsis(sides[1])) throw Bad("the operands have an ellipsis but the result has not");
    }

    public string Text { get; }

    /// <summary>The labels of each operand's axes.</summary>
    public string[] Operands { get; }

    /// <summary>The labels of the result's axes.</summary>
    public string Result { get; }

    /// <summary>The result's shape.</summary>
    public Shape ResultShape => new([.. Result.Select(label => _lengths[label])]);

    private static bool Ellipsis(string term) => term.Contains("...");

    private static string Ellipses(int count) => new([.. Enumerable.Range(0, count).Select(i => (char)(FirstOfEllipsis + count - 1 - i))]);

    private string Expand(string term, int ellipsisAxes)
    {
        string labels = term.Replace("...", "");
        if (!labels.All(char.IsAsciiLetter) || labels.Length < term.Length - 3) throw Bad(
            $"'{term}' is not made of letters and at most one ellipsis");
        return term.Replace("...", Ellipses(ellipsisAxes));
    }

    /// <summary>Without an arrow: the ellipsis, then the labels that occur once, in alphabetical order.</summary>
    private string ImpliedResult(int ellipsisAxes)
    {
        var named = string.Concat(Operands).Where(label => label < FirstOfEllipsis).GroupBy(label => label);
        return Ellipses(ellipsisAxes) + new string([.. named.Where(g => g.Count() == 1).Select(g => g.Key).Order()]);
    }

    private void SetLength(char label, int length, int operand, Shape shape)
    {
        if (!_lengths.TryGetValue(label, out int known) || known == Dim.Any) _lengths[label] = length;
        else if (label >= FirstOfEllipsis && known == 1) _lengths[label] = length;
        else if (length != known && length != Dim.Any && !(label >= FirstOfEllipsis && length == 1))
            throw Bad(
                $"operand {operand} has shape {shape}, so that the axes of label '{(label < FirstOfEllipsis ? label : '…')}' have different lengths, {known} and {length}");
    }

    private ShapeMismatchException Bad(string why) => new($"[einsum] '{Text}' does not work: {why}.");
}
