namespace DeepSharp;

/// <summary>What the search for data sets takes from the outside; tests put their own in its place.</summary>
/// <param name="Variable">Reads an environment variable; null when it is not set.</param>
/// <param name="LocalData">The user's folder for local application data.</param>
/// <param name="Network">Makes the handler that downloads go through; disposed after use.</param>
internal sealed record DatasetEnvironment(Func<string, string?> Variable, string LocalData, Func<HttpMessageHandler> Network)
{
    internal const string DataVariable = "DEEPSHARP_DATA";
    internal const string CacheVariable = "DEEPSHARP_CACHE";

    internal static DatasetEnvironment Current { get; } = new(Environment.GetEnvironmentVariable, FindLocalData(),
        () => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) });

    /// <summary>A variable's value; an empty one counts as not set.</summary>
    internal string? Value(string variable) => Variable(variable) is { Length: > 0 } value ? value : null;

    /// <summary>Where downloaded sets are kept: <c>datasets</c> in DEEPSHARP_CACHE, else in the user's DeepSharp folder.</summary>
    internal string CacheRoot => Path.Combine(Value(CacheVariable) ?? Path.Combine(LocalData, "DeepSharp"), "datasets");

    private static string FindLocalData()
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        // Empty for users without a home, as in many containers.
        return folder.Length > 0 ? folder : Path.GetTempPath();
    }
}
