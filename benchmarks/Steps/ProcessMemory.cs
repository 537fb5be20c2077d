using System.Diagnostics;
using System.Globalization;

namespace DeepSharp.Benchmarks;

/// <summary>Memory of this process.</summary>
internal static class ProcessMemory
{
    /// <summary>The most bytes that were resident at once so far.</summary>
    public static long Peak
    {
        get
        {
            const string mark = "VmHWM:", status = "/proc/self/status";
            if (File.Exists(status) && File.ReadLines(status).FirstOrDefault(l => l.StartsWith(mark, StringComparison.Ordinal)) is { } line)
                return 1024 * long.Parse(line[mark.Length..].Replace("kB", "").Trim(), CultureInfo.InvariantCulture);
            using var self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }
    }
}
