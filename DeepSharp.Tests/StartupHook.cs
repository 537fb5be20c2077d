using DeepSharp.Tests.Saving;

/// <summary>What .NET calls before a program's own start where <c>DOTNET_STARTUP_HOOKS</c> names this assembly: a child process of a test, without the test runner in it.</summary>
#pragma warning disable CA1050 // .NET looks for this name without a namespace.
internal static class StartupHook
#pragma warning restore CA1050
{
    /// <summary>Called by .NET.</summary>
    public static void Initialize() => KilledSaver.RunIfAsked();
}
