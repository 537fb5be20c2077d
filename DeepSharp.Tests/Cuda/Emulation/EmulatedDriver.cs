using System.Runtime.InteropServices;
using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>What the emulated driver offers beside a real one's functions: counters, its words on the latest refusal, its ways to run.</summary>
internal static unsafe class EmulatedDriver
{
    private static readonly Lazy<nint> s_library = new(() => NativeLibraries.Load(NativeLibraryName.Driver).Require());

    /// <summary>Whether the loaded driver is the emulated one.</summary>
    public static bool IsLoaded => NativeLibrary.TryGetExport(s_library.Value, "emulation_statistics", out _);

    /// <summary>What is alive and what was done.</summary>
    public static EmulationStatistics Statistics
    {
        get
        {
            EmulationStatistics statistics;
            ((delegate* unmanaged<EmulationStatistics*, void>)Export("emulation_statistics"))(&statistics);
            return statistics;
        }
    }

    /// <summary>Why the latest call was refused, or the latest kernel ended.</summary>
    public static string Message => Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)Export("emulation_message"))()) ?? "";

    /// <summary>Takes back a kernel's failure, which a real device keeps for good.</summary>
    public static void Recover() => ((delegate* unmanaged<void>)Export("emulation_recover"))();

    /// <summary>Sets how work runs.</summary>
    /// <param name="deferred">Streams run only when somebody waits for them, which shows missing synchronisation.</param>
    /// <param name="schedule">Seed of the order in which a block's threads run; 0 is their own.</param>
    /// <param name="memoryBytes">The device's memory; 0 leaves it.</param>
    public static void Configure(bool deferred = false, ulong schedule = 0, ulong memoryBytes = 0) =>
        ((delegate* unmanaged<int, ulong, ulong, void>)Export("emulation_configure"))(deferred ? 1 : 0, schedule, memoryBytes);

    private static nint Export(string name) => NativeLibrary.GetExport(s_library.Value, name);
}

/// <summary>Counters of the emulated driver, laid out as <c>native/driver/statistics.h</c> has them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct EmulationStatistics(
    ulong LiveAllocations, ulong LiveBytes, ulong PeakBytes, ulong TotalAllocations,
    ulong LiveHostAllocations, ulong LiveStreams, ulong LiveEvents, ulong LiveModules, ulong LiveGraphs, ulong LiveLibraryHandles,
    ulong Launches, ulong InterpretedLaunches, ulong LibraryCalls, ulong GraphLaunches,
    ulong BytesToDevice, ulong BytesToHost, ulong BytesOnDevice,
    ulong Errors);
