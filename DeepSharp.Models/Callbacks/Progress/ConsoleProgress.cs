namespace DeepSharp;

/// <summary>Chooses how progress is shown on the console.</summary>
internal static class ConsoleProgress
{
    /// <summary>A bar on a terminal, lines where the output goes elsewhere, nothing where silence is asked for.</summary>
    public static ProgressCallback? For(Verbosity verbosity) => verbosity switch
    {
        Verbosity.Silent => null,
        Verbosity.Line => new LineProgress(Console.Out),
        Verbosity.Auto when Console.IsOutputRedirected => new LineProgress(Console.Out),
        _ => new ProgbarLogger(),
    };
}
