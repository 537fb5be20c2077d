using System.Globalization;

namespace DeepSharp.Serve;

/// <summary>The settings of the server, given as <c>--name value</c>.</summary>
/// <param name="Model">The model's file.</param>
/// <param name="MaxBatch">Samples that are predicted together at most.</param>
/// <param name="MaxDelay">How long the first request of a batch waits for others.</param>
/// <param name="Workers">Batches that are predicted at the same time.</param>
/// <param name="MaxInstances">Samples of one request at most.</param>
/// <param name="MaxBytes">Bytes of a request at most.</param>
/// <param name="MaxQueue">Requests that wait at most; further ones are sent away with status 503.</param>
public sealed record ServeOptions(string Model, int MaxBatch, TimeSpan MaxDelay, int Workers, int MaxInstances, int MaxBytes, int MaxQueue)
{
    private static readonly string[] s_known = ["model", "urls", "max-batch", "max-delay-ms", "workers", "max-instances", "max-bytes", "max-queue"];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ArgumentException">One is missing, unknown, or out of range.</exception>
    public static ServeOptions Read(IConfiguration arguments)
    {
        foreach (var given in arguments.AsEnumerable())
            if (!s_known.Contains(given.Key, StringComparer.OrdinalIgnoreCase))
                throw new ArgumentException($"There is no setting --{given.Key}; there are --{string.Join(", --", s_known)}.");
        int Count(string name, int usual, int least, int most) => arguments[name] is not { } text ? usual
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value
            : throw new ArgumentException($"--{name} must be a whole number from {least} to {most} but is '{text}'.");
        return new(
            arguments["model"] ?? throw new ArgumentException("The model's file is missing: give it as --model digits.keras."),
            Count("max-batch", 32, 1, 65_536),
            TimeSpan.FromMilliseconds(Count("max-delay-ms", 5, 0, 60_000)),
            Count("workers", 1, 1, 256),
            Count("max-instances", 1024, 1, 1_000_000),
            Count("max-bytes", 16 << 20, 1, int.MaxValue),
            Count("max-queue", 1024, 1, 1_000_000));
    }
}
