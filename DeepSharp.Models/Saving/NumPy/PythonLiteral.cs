using System.Globalization;

namespace DeepSharp.NumPy;

/// <summary>Reads what Python prints for plain values: texts, whole numbers, True, False, None, tuples, lists and dictionaries with texts as keys.</summary>
internal ref struct PythonLiteral(string text)
{
    private const int MaxDepth = 16;

    private readonly string _text = text;
    private int _at, _depth;

    /// <summary>Reads a whole text as one value.</summary>
    /// <returns>A string, long, bool, null, list of values, or dictionary.</returns>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static object? Read(string text)
    {
        var reader = new PythonLiteral(text);
        object? value = reader.Value();
        reader.SkipSpace();
        return reader._at == text.Length ? value : throw reader.Wrong("the end");
    }

    private object? Value()
    {
        char c = Peek();
        if (c is '\'' or '"') return Text();
        if (c is '-' or >= '0' and <= '9') return Number();
        if (char.IsAsciiLetter(c)) return Word();
        if (c is not ('(' or '[' or '{')) throw Wrong("a value");
        if (++_depth > MaxDepth) throw new InvalidDataException($"its header nests deeper than {MaxDepth}.");
        _at++;
        object value = c == '{' ? Entries() : Items(c == '(' ? ')' : ']');
        _depth--;
        return value;
    }

    private List<object?> Items(char end)
    {
        var items = new List<object?>();
        while (Peek() != end)
        {
            items.Add(Value());
            if (Peek() == ',') _at++;
            else if (Peek() != end) throw Wrong($"',' or '{end}'");
        }
        _at++;
        return items;
    }

    private Dictionary<string, object?> Entries()
    {
        var entries = new Dictionary<string, object?>();
        while (Peek() != '}')
        {
            if (Peek() is not ('\'' or '"')) throw Wrong("a key in quotes");
            string key = Text();
            if (Peek() != ':') throw Wrong("':'");
            _at++;
            if (!entries.TryAdd(key, Value())) throw new InvalidDataException($"its header has the key '{key}' twice.");
            if (Peek() == ',') _at++;
            else if (Peek() != '}') throw Wrong("',' or '}'");
        }
        _at++;
        return entries;
    }

    private string Text()
    {
        int start = _at + 1, end = _text.IndexOf(_text[_at], start);
        if (end < 0) throw Wrong("a text that ends");
        _at = end + 1;
        string text = _text[start..end];
        // Names of fields may hold them; nothing that is read does.
        return text.Contains('\\') ? throw new InvalidDataException("its header has a text with a backslash.") : text;
    }

    private long Number()
    {
        int start = _at++;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        bool isWhole = long.TryParse(_text.AsSpan(start, _at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        if (!isWhole) throw new InvalidDataException($"its header has the number {_text[start.._at]}, which is no whole number of 64 bits.");
        // Python 2 marked long ones.
        if (_at < _text.Length && _text[_at] == 'L') _at++;
        return number;
    }

    private object? Word()
    {
        int start = _at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at])) _at++;
        string word = _text[start.._at];
        if (word is not ("True" or "False" or "None"))
        {
            _at = start;
            throw Wrong("a value");
        }
        return word == "None" ? null : word == "True";
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\n' or '\t' or '\r') _at++;
    }

    /// <summary>The next sign, or zero at the end.</summary>
    private char Peek()
    {
        SkipSpace();
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private readonly InvalidDataException Wrong(string expected) => new($"its header is damaged: {expected} is expected at place {_at}, but there is "
        + $"{(_at < _text.Length ? $"'{_text.AsSpan(_at, Math.Min(20, _text.Length - _at))}'" : "nothing more")}.");
}
