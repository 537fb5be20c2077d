namespace DeepSharp.Onnx;

/// <summary>Names given away in a file, each once.</summary>
internal sealed class OnnxNames
{
    private readonly HashSet<string> _given = [];
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>A name that nothing else has: the one wished for, or with a number behind it.</summary>
    public string Unique(string wish)
    {
        if (wish.Length > 0 && _given.Add(wish)) return wish;
        while (true)
        {
            int number = _counts[wish] = _counts.GetValueOrDefault(wish) + 1;
            if (_given.Add($"{wish}_{number}")) return $"{wish}_{number}";
        }
    }
}
