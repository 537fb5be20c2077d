using System.Runtime.InteropServices;
using System.Text;

namespace DeepSharp.Gpu;

/// <summary>Looks what of CUDA is there without asking for anything that fails.</summary>
internal static unsafe class CudaProbe
{
    private const int NoDevice = 100;

    /// <summary>GPUs the driver shows; 0 where there is no driver.</summary>
    public static int CountDevices()
    {
        if (NativeLibraries.Load(NativeLibraryName.Driver).Handle == 0) return 0;
        int count = 0;
        return DriverApi.cuInit(0) == 0 && DriverApi.cuDeviceGetCount(&count) == 0 ? count : 0;
    }

    /// <summary>Whether the kernels run on a GPU.</summary>
    /// <param name="ordinal">Its place among those visible.</param>
    public static bool IsUsable(int ordinal)
    {
        int device = 0;
        return ordinal < CountDevices() && DriverApi.cuDeviceGet(&device, ordinal) == 0 && CudaRequirements.Of(device).Missing is null;
    }

    /// <summary>A report for people.</summary>
    public static string Describe()
    {
        var text = new StringBuilder($"CUDA on {RuntimeInformation.OSDescription} ({RuntimeInformation.ProcessArchitecture}), .NET {Environment.Version}\n");
        var libraries = NativeLibraryName.All.Select(NativeLibraries.Load).ToList();
        foreach (var library in libraries) Describe(library, text);
        if (libraries[0].Handle != 0) DescribeDriver(text);
        DescribeVersions(libraries, text);
        text.Append(Cuda.IsAvailable
            ? "Device.Cuda(0) can be used.\n"
            : "Device.Cuda(0) cannot be used; models run on the CPU.\n");
        return text.ToString();
    }

    private static void Describe(LoadedLibrary library, StringBuilder text)
    {
        if (library.Handle != 0)
        {
            text.Append($"{library.Name.Key}: found as {library.Path}\n");
            return;
        }
        text.Append($"{library.Name.Key}: not found. {library.Name.Remedy}\n  tried:\n");
        foreach (string path in library.Tried) text.Append($"    {path}\n");
    }

    private static void DescribeDriver(StringBuilder text)
    {
        int version = 0, count = 0;
        int status = DriverApi.cuInit(0);
        if (status != 0)
        {
            text.Append(status == NoDevice ? "The driver shows no GPU. " : $"The driver does not start: {Driver.Failure(status, nameof(DriverApi.cuInit)).Message} ");
            text.Append($"CUDA_VISIBLE_DEVICES is {Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES") ?? "not set"}.\n");
            return;
        }
        Driver.Check(DriverApi.cuDriverGetVersion(&version), nameof(DriverApi.cuDriverGetVersion));
        Driver.Check(DriverApi.cuDeviceGetCount(&count), nameof(DriverApi.cuDeviceGetCount));
        text.Append($"The driver speaks CUDA {CudaRequirements.Version(version)} and shows {count} GPU{(count == 1 ? "" : "s")}.\n");
        for (int i = 0; i < count; i++)
        {
            int device;
            Driver.Check(DriverApi.cuDeviceGet(&device, i), nameof(DriverApi.cuDeviceGet));
            string missing = CudaRequirements.Of(device).Missing is { } reason ? $"; cannot be used: {reason}" : "";
            text.Append($"  {i}: {CudaContext.Describe(device)}{missing}\n");
        }
    }

    private static void DescribeVersions(List<LoadedLibrary> libraries, StringBuilder text)
    {
        bool IsThere(NativeLibraryName name) => libraries.Exists(l => l.Name == name && l.Handle != 0);
        if (IsThere(NativeLibraryName.BlasLt)) text.Append($"cuBLASLt's version is {CublasLtApi.cublasLtGetVersion()}.\n");
        if (IsThere(NativeLibraryName.Dnn)) text.Append($"cuDNN's version is {CudaDnn.Version}.\n");
    }
}
