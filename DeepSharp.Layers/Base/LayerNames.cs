using System.Collections.Concurrent;
using System.Text;

namespace DeepSharp;

/// <summary>Names for layers that were given none: the class in snake case, with _1, _2, … from the second on.</summary>
public static class LayerNames
{
    private static readonly ConcurrentDictionary<string, int> s_counts = new();

    /// <summary>The next free name of a class.</summary>
    public static string Next(string typeName)
    {
        string stem = SnakeCase.Of(typeName);
        int count = s_counts.AddOrUpdate(stem, 0, (_, n) => n + 1);
        return count == 0 ? stem : $"{stem}_{count}";
    }

    /// <summary>Starts counting from the beginning, as a fresh process would.</summary>
    public static void Reset() => s_counts.Clear();
}
