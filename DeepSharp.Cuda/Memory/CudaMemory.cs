using System.Collections.Concurrent;

namespace DeepSharp.Gpu;

/// <summary>Device memory in stream order: freed blocks stay in the driver's pool and are given out again without waiting.</summary>
/// <remarks>
/// Blocks are freed when the garbage collector finds nobody holding them, so nothing needs disposal. Freeing is put off to the next allocation: a finalizer must not
/// touch a stream that is being captured. All members but <see cref="Release"/> are called under the context's gate.
/// </remarks>
internal sealed unsafe class CudaMemory
{
    private const int ReleaseThreshold = 4, ReservedNow = 5;

    private readonly ConcurrentQueue<(DevicePointer Pointer, long Bytes)> _released = new();
    private readonly CudaStream _stream;
    private readonly nint _pool;
    private readonly bool _pooled;

    public CudaMemory(int device, CudaStream stream, bool pooled)
    {
        (_stream, _pooled) = (stream, pooled);
        if (!pooled) return;
        nint pool;
        Driver.Check(DriverApi.cuDeviceGetDefaultMemPool(&pool, device), nameof(DriverApi.cuDeviceGetDefaultMemPool));
        _pool = pool;
        ulong keepAll = ulong.MaxValue;
        Driver.Check(DriverApi.cuMemPoolSetAttribute(pool, ReleaseThreshold, &keepAll), nameof(DriverApi.cuMemPoolSetAttribute));
    }

    /// <summary>Whether the compute stream is being captured: no memory can be given out or taken back then.</summary>
    public bool IsCapturing { get; set; }

    /// <summary>Bytes in blocks that somebody holds.</summary>
    public long Used { get; private set; }

    /// <summary>The most bytes ever held at once.</summary>
    public long Peak { get; private set; }

    /// <summary>No more bytes than this are given out; no limit where it is null.</summary>
    public long? Limit { get; set; }

    /// <summary>Bytes the process has taken from the device, those kept for later among them.</summary>
    public long Pooled
    {
        get
        {
            if (!_pooled) return Used;
            ulong bytes = 0;
            Driver.Check(DriverApi.cuMemPoolGetAttribute(_pool, ReservedNow, &bytes), nameof(DriverApi.cuMemPoolGetAttribute));
            return (long)bytes;
        }
    }

    /// <summary>Gives a block whose bytes are undefined.</summary>
    /// <exception cref="DeviceMemoryException">There is no room, also after trimming once.</exception>
    public CudaBlock Allocate(long bytes)
    {
        if (bytes == 0) return new(this, default, 0);
        if (IsCapturing) throw new CudaException($"A kernel asked for {bytes:N0} bytes while a step was captured; memory must be taken in the runs before.");
        Drain();
        if (!TryAllocate(bytes, out var pointer))
        {
            // What nobody holds any more may still wait for the collector.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Trim();
            if (!TryAllocate(bytes, out pointer)) throw Full(bytes);
        }
        Used += bytes;
        Peak = Math.Max(Peak, Used);
        GC.AddMemoryPressure(bytes);
        return new(this, pointer, bytes);
    }

    /// <summary>Takes back a block nobody holds; may be called from any thread at any time.</summary>
    public void Release(DevicePointer pointer, long bytes)
    {
        GC.RemoveMemoryPressure(bytes);
        _released.Enqueue((pointer, bytes));
    }

    /// <summary>Frees what was released and gives unused pool memory back to the device.</summary>
    public void Trim()
    {
        Drain();
        _stream.Synchronize();
        if (_pooled) Driver.Check(DriverApi.cuMemPoolTrimTo(_pool, 0), nameof(DriverApi.cuMemPoolTrimTo));
    }

    /// <summary>Frees what was released.</summary>
    public void Drain()
    {
        while (_released.TryDequeue(out var block))
        {
            if (_pooled) Driver.Check(DriverApi.cuMemFreeAsync(block.Pointer, _stream.Value), nameof(DriverApi.cuMemFreeAsync));
            else Driver.Check(DriverApi.cuMemFree_v2(block.Pointer), nameof(DriverApi.cuMemFree_v2));
            Used -= block.Bytes;
        }
    }

    private bool TryAllocate(long bytes, out DevicePointer pointer)
    {
        pointer = default;
        if (Used + bytes > Limit) return false;
        DevicePointer given;
        int status = _pooled ? DriverApi.cuMemAllocAsync(&given, (nuint)bytes, _stream.Value) : DriverApi.cuMemAlloc_v2(&given, (nuint)bytes);
        if (status == Driver.OutOfMemory) return false;
        Driver.Check(status, $"Allocating {bytes:N0} bytes");
        pointer = given;
        return true;
    }

    private DeviceMemoryException Full(long bytes)
    {
        nuint free = 0, total = 0;
        Driver.Check(DriverApi.cuMemGetInfo_v2(&free, &total), nameof(DriverApi.cuMemGetInfo_v2));
        string limit = Limit is { } most ? $", the limit set is {most:N0}" : "";
        return new(
            $"The GPU has no room for {bytes:N0} bytes: tensors here hold {Used:N0}{limit}, {(long)free:N0} of {(long)total:N0} are free on the device. " +
            "Use a smaller batch, mixed precision, or end other programs that use this GPU.", bytes);
    }
}
