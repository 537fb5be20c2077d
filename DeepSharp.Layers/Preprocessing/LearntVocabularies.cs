namespace DeepSharp.Layers;

/// <summary>Writes settings of models without the vocabularies that stand beside them in the file.</summary>
internal static class LearntVocabularies
{
    private static readonly string[] s_learnt = ["vocabulary", "idf_weights"];

    [ThreadStatic] private static IReadOnlyCollection<object>? t_apart;

    /// <summary>Writes settings.</summary>
    /// <param name="apart">The layers whose vocabularies stand beside them.</param>
    /// <param name="write">Writes.</param>
    public static T Apart<T>(IReadOnlyCollection<object> apart, Func<T> write)
    {
        var around = t_apart;
        t_apart = apart;
        try { return write(); }
        finally { t_apart = around; }
    }

    /// <summary>An object's settings, as they are to be written.</summary>
    public static IReadOnlyList<ConfigEntry> Settings(IConfigurable value) => t_apart is { Count: > 0 } apart && value is IVocabularyLayer && apart.Contains(value)
        ? [.. value.Config.Select(e => s_learnt.Contains(e.Key) ? e with { Value = null } : e)]
        : value.Config;
}
