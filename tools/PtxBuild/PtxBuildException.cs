namespace DeepSharp.PtxBuild;

/// <summary>How the program ended.</summary>
internal enum ExitCode
{
    Done = 0,

    /// <summary>A source does not compile, or with <c>--check</c> a committed file differs.</summary>
    Failed = 1,

    /// <summary>The command line was not understood.</summary>
    Usage = 2,

    /// <summary>NVRTC is not installed.</summary>
    NoCompiler = 3,

    /// <summary>NVRTC is there, but not the version the committed files were made with.</summary>
    OtherCompiler = 4,
}

/// <summary>Ends the build with a message for the person who started it.</summary>
internal sealed class PtxBuildException(ExitCode code, string message) : Exception(message)
{
    /// <summary>What the process returns.</summary>
    public ExitCode Code { get; } = code;
}
