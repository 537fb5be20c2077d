namespace DeepSharp.Gpu;

// What launchers use: kernels by name, launches, scratch memory, copies.
internal sealed unsafe partial class CudaContext
{
    private const int SmallWrite = 64 * 1024, LargestPiece = 64 * 1024 * 1024;

    private readonly Dictionary<(string Module, string Entry, string Variant, DType? Type), CudaFunction> _functions = [];

    /// <summary>The kernels written at run time for element-wise chains.</summary>
    public Dictionary<ElementwiseKey, (CudaFunction Function, bool CanFail)> Elementwise { get; } = [];

    /// <summary>A kernel of <c>kernels/&lt;module&gt;.cu</c> for an element type: <c>&lt;entry&gt;_&lt;suffix&gt;</c>.</summary>
    public CudaFunction Function(string module, string entry, DType type) => Function(module, entry, "", type);

    /// <summary>One of a kernel's variants: <c>&lt;entry&gt;_&lt;variant&gt;_&lt;suffix&gt;</c>.</summary>
    public CudaFunction Function(string module, string entry, string variant, DType type)
    {
        if (!_functions.TryGetValue((module, entry, variant, type), out var function))
            _functions[(module, entry, variant, type)] = function = Load(module, $"{entry}{(variant.Length > 0 ? "_" : "")}{variant}_{type.CudaSuffix}");
        return function;
    }

    /// <summary>A kernel of <c>kernels/&lt;module&gt;.cu</c> by its full name.</summary>
    public CudaFunction Function(string module, string entry)
    {
        if (!_functions.TryGetValue((module, entry, "", null), out var function))
            _functions[(module, entry, "", null)] = function = Load(module, entry);
        return function;
    }

    /// <summary>Puts a kernel into the compute stream; an empty grid is no work.</summary>
    public void Launch(CudaFunction function, LaunchGrid grid, params ReadOnlySpan<KernelArgument> arguments)
    {
        if (!grid.IsEmpty) function.Launch(grid, Stream, arguments);
    }

    /// <summary>A grid for a loop that strides over all elements: enough blocks to fill the device, not more than there is work for.</summary>
    /// <param name="elements">Elements to go over.</param>
    /// <param name="threads">Threads of a block.</param>
    /// <param name="perThread">Elements a thread takes at a time.</param>
    public LaunchGrid GridFor(long elements, int threads = 256, int perThread = 1)
    {
        long perBlock = (long)threads * perThread;
        return new((int)Math.Min((elements + perBlock - 1) / perBlock, (long)Multiprocessors * (2048 / threads) * 4), threads);
    }

    /// <summary>Scratch memory that stands until the kernel's <c>Run</c> returns.</summary>
    public DevicePointer Scratch(long bytes) => ScratchMemory.Take(bytes);

    /// <summary>Sets bytes to zero.</summary>
    public void Clear(DevicePointer pointer, long bytes)
    {
        if (bytes > 0) Driver.Check(DriverApi.cuMemsetD8Async(pointer, 0, (nuint)bytes, Stream.Value), nameof(DriverApi.cuMemsetD8Async));
    }

    /// <summary>Copies bytes on the device.</summary>
    public void Copy(DevicePointer from, DevicePointer to, long bytes)
    {
        if (bytes > 0) Driver.Check(DriverApi.cuMemcpyDtoDAsync_v2(to, from, (nuint)bytes, Stream.Value), nameof(DriverApi.cuMemcpyDtoDAsync_v2));
    }

    /// <summary>Copies host memory to the device in stream order; the memory may change when the call returns.</summary>
    /// <exception cref="CudaException">A step is being captured: the copy would be repeated with whatever the buffers hold then.</exception>
    public void Write(DevicePointer target, ReadOnlySpan<byte> source)
    {
        if (Memory.IsCapturing)
            throw new CudaException(
                $"A kernel wrote {source.Length:N0} bytes from the host while a step was captured; what it needs must be there after the runs before.");
        if (source.Length <= SmallWrite) (_small ??= new(this, slots: 32, SmallWrite, landing: false)).Write(target, source);
        else (_large ??= new(this, slots: 3, LargestPiece, landing: true)).Write(target, source);
    }

    /// <summary>Where a kernel notes a bad value; the error comes when results are read.</summary>
    /// <param name="op">The op at fault.</param>
    /// <param name="limit">The first value that is not allowed.</param>
    /// <param name="error">Makes the error; a static lambda, so that nothing is allocated.</param>
    public DevicePointer FaultSlot(Op op, long limit, KernelFault error) => Faults.Slot(op, limit, error);

    /// <summary>A kernel by itself: the driver compiles those that are used, when they are first used.</summary>
    private static CudaFunction Load(string module, string entry) => CudaModule.Load(module, PtxText.Only(PtxResources.Read(module), entry)).Function(entry);
}
