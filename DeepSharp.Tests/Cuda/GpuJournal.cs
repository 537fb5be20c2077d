using System.Globalization;
using DeepSharp.Gpu;
using NUnit.Framework.Interfaces;

[assembly: DeepSharp.Tests.Cuda.GpuJournal]

namespace DeepSharp.Tests.Cuda;

/// <summary>
/// Where <c>DEEPSHARP_GPU_JOURNAL</c> names a file, tests write there when they begin and what came of them, and those that have begun before are left out.
/// A kernel that fails makes a GPU useless for the rest of a process, and one that hangs or crashes ends it: another process with the same journal goes on behind
/// the test at fault.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class GpuJournalAttribute : Attribute, ITestAction
{
    /// <summary>The status from which on a device's errors stay.</summary>
    private const int FirstLastingError = 700;

    private static readonly string? s_path = Environment.GetEnvironmentVariable("DEEPSHARP_GPU_JOURNAL");

    private static readonly Lazy<HashSet<string>> s_begun = new(() =>
        File.Exists(s_path) ? [.. File.ReadLines(s_path).Select(line => line.Split('\t')).Where(p => p[0] == "begin").Select(p => p[1])] : []);

    private static readonly Lock s_gate = new();

    private static readonly Dictionary<string, long> s_running = [];

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test)
    {
        if (s_path is null) return;
        if (s_begun.Value.Contains(test.FullName)) Assert.Ignore("This test has begun in an earlier process.");
        if (HasDeviceFailed()) Assert.Ignore("The GPU has failed in an earlier test; another process runs this one.");
        lock (s_gate) s_running[test.FullName] = Environment.TickCount64;
        Write("begin", test.FullName);
    }

    public void AfterTest(ITest test)
    {
        long start;
        lock (s_gate)
            if (!s_running.Remove(test.FullName, out start)) return;
        var result = TestContext.CurrentContext.Result;
        string message = (result.Message ?? "").ReplaceLineEndings("\\n").Replace('\t', ' ');
        Write("end", test.FullName, result.Outcome.Status.ToString(), (Environment.TickCount64 - start).ToString(CultureInfo.InvariantCulture), message);
    }

    private static void Write(params string[] parts)
    {
        lock (s_gate) File.AppendAllText(s_path!, string.Join('\t', parts) + '\n');
    }

    private static bool HasDeviceFailed()
    {
        if (CudaTestDevice.Opened is not { } device) return false;
        try { device.Backend.Synchronize(); }
        catch (CudaException e) { return e.Code >= FirstLastingError; }
        // What a kernel has complained of in the test before is not this one's.
        catch (DeepSharpException) { return false; }
        return false;
    }
}
