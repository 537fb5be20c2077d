namespace DeepSharp.Benchmarks;

/// <summary>A command line that says what there is not; its message is all that is shown.</summary>
internal sealed class UsageException(string message) : Exception(message);
