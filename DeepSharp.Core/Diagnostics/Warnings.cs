namespace DeepSharp;

/// <summary>Where DeepSharp tells of what is allowed but probably not meant, such as a mask that a layer cannot pass on.</summary>
/// <example><c>Warnings.Sink = text => logger.LogWarning("{Text}", text);</c></example>
public static class Warnings
{
    private static Action<string>? s_sink = text => Console.Error.WriteLine($"DeepSharp: {text}");

    /// <summary>Gets every warning; the error output of the process unless set. Null silences them. It may be called from any thread.</summary>
    public static Action<string>? Sink
    {
        get => Volatile.Read(ref s_sink);
        set => Volatile.Write(ref s_sink, value);
    }

    /// <summary>Hands a warning on. Whoever warns sees to it that the same warning comes once.</summary>
    internal static void Say(string text) => Sink?.Invoke(text);
}
