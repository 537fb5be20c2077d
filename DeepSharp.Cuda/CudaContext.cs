using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>One GPU as this process uses it: the device's primary context, its streams, memory, kernels and libraries.</summary>
/// <remarks>Whoever touches it holds <see cref="Gate"/> and has made the context current on the thread: see <see cref="Enter"/>.</remarks>
internal sealed unsafe partial class CudaContext
{
    private const int MajorCapability = 75, MinorCapability = 76, MultiprocessorCount = 16, MemoryPools = 115;

    private readonly nint _context;
    private CudaBlas? _blas;
    private Lazy<CudaBlasLt?>? _blasLt;
    private Lazy<CudaDnn?>? _dnn;
    private UploadRing? _small, _large;

    private CudaContext(int ordinal, int device)
    {
        (Ordinal, DeviceHandle) = (ordinal, device);
        nint context;
        Driver.Check(DriverApi.cuDevicePrimaryCtxRetain(&context, device), nameof(DriverApi.cuDevicePrimaryCtxRetain));
        _context = context;
        Driver.Check(DriverApi.cuCtxSetCurrent(context), nameof(DriverApi.cuCtxSetCurrent));
        Stream = CudaStream.Create();
        Memory = new(device, Stream, Attribute(device, MemoryPools) != 0);
        ScratchMemory = new(Memory);
        Faults = new();
        (Multiprocessors, Capability) = (Attribute(device, MultiprocessorCount), CapabilityOf(device));
    }

    /// <summary>The device's place among those visible.</summary>
    public int Ordinal { get; }

    public int DeviceHandle { get; }

    /// <summary>Compute capability, for example (9, 0).</summary>
    public (int Major, int Minor) Capability { get; }

    public int Multiprocessors { get; }

    /// <summary>Held by whoever puts work into the stream.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The stream all computing runs in.</summary>
    public CudaStream Stream { get; }

    public CudaMemory Memory { get; }

    public ScratchMemory ScratchMemory { get; }

    public KernelFaults Faults { get; }

    /// <summary>Matrix products.</summary>
    /// <exception cref="CudaException">cuBLAS is not found.</exception>
    public CudaBlas Blas => _blas ??= new(this);

    /// <summary>Matrix products with what follows them; null where cuBLASLt is not found.</summary>
    public CudaBlasLt? BlasLt => (_blasLt ??= new(() => CudaBlasLt.TryOpen(this))).Value;

    /// <summary>Convolutions through cuDNN; null where it is not found, and own kernels are used.</summary>
    public CudaDnn? Dnn => (_dnn ??= new(() => CudaDnn.TryOpen(this))).Value;

    /// <summary>Opens a device.</summary>
    /// <exception cref="CudaException">There is no driver, or no such device, or it is not one the kernels run on.</exception>
    public static CudaContext Open(int ordinal)
    {
        NativeLibraries.Load(NativeLibraryName.Driver).Require();
        Driver.Check(DriverApi.cuInit(0), nameof(DriverApi.cuInit));
        int count = 0, device = 0;
        Driver.Check(DriverApi.cuDeviceGetCount(&count), nameof(DriverApi.cuDeviceGetCount));
        if (ordinal < 0 || ordinal >= count)
            throw new CudaException($"There is no CUDA device {ordinal}: the driver shows {count}. Choose 0 to {count - 1}, or look at CUDA_VISIBLE_DEVICES.");
        Driver.Check(DriverApi.cuDeviceGet(&device, ordinal), nameof(DriverApi.cuDeviceGet));
        if (CudaRequirements.Of(device).Missing is { } missing)
            throw new CudaException($"CUDA device {ordinal} ({Describe(device)}) cannot be used: {missing}");
        return new(ordinal, device);
    }

    /// <summary>Takes the gate and makes the context current on this thread.</summary>
    public Lock.Scope Enter()
    {
        var scope = Gate.EnterScope();
        int status = DriverApi.cuCtxSetCurrent(_context);
        if (status == 0) return scope;
        scope.Dispose();
        throw Driver.Failure(status, nameof(DriverApi.cuCtxSetCurrent));
    }

    /// <summary>Waits for all work, and throws what kernels have complained of.</summary>
    public void Synchronize()
    {
        Stream.Synchronize();
        Faults.Throw();
    }

    internal static (int Major, int Minor) CapabilityOf(int device) => (Attribute(device, MajorCapability), Attribute(device, MinorCapability));

    internal static int Attribute(int device, int attribute)
    {
        int value;
        Driver.Check(DriverApi.cuDeviceGetAttribute(&value, attribute, device), nameof(DriverApi.cuDeviceGetAttribute));
        return value;
    }

    /// <summary>A device's name, capability and memory.</summary>
    internal static string Describe(int device)
    {
        byte* name = stackalloc byte[256];
        Driver.Check(DriverApi.cuDeviceGetName(name, 256, device), nameof(DriverApi.cuDeviceGetName));
        nuint bytes;
        Driver.Check(DriverApi.cuDeviceTotalMem_v2(&bytes, device), nameof(DriverApi.cuDeviceTotalMem_v2));
        return $"{Marshal.PtrToStringUTF8((nint)name)}, compute capability {string.Join('.', CapabilityOf(device).Major, CapabilityOf(device).Minor)}, "
            + $"{Attribute(device, MultiprocessorCount)} multiprocessors, {bytes / (double)(1 << 30):F1} GiB";
    }
}
