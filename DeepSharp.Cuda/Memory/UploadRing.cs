namespace DeepSharp.Gpu;

/// <summary>
/// Brings host memory to the device without waiting for it: bytes are put into page-locked memory, and from there travel while the device computes. Large ones go in a stream of
/// their own to a landing place on the device and are copied, in turn with the computing, to where they belong.
/// </summary>
/// <param name="cuda">The device.</param>
/// <param name="slots">How many writes may be on their way at a time.</param>
/// <param name="mostBytes">The largest piece.</param>
/// <param name="landing">Whether there is a landing place.</param>
internal sealed unsafe class UploadRing(CudaContext cuda, int slots, long mostBytes, bool landing)
{
    private const long LeastBytes = 64 * 1024;

    private readonly Slot[] _slots = new Slot[slots];
    private readonly CudaStream _stream = landing ? CudaStream.Create() : cuda.Stream;
    private long _bytes;
    private int _next;

    /// <summary>Copies bytes to the device; they may change when the call returns.</summary>
    public void Write(DevicePointer target, ReadOnlySpan<byte> source)
    {
        Grow(source.Length);
        while (!source.IsEmpty)
        {
            int part = (int)Math.Min(source.Length, _bytes);
            Send(target, source[..part]);
            target += part;
            source = source[part..];
        }
    }

    private void Send(DevicePointer target, ReadOnlySpan<byte> source)
    {
        var slot = _slots[_next];
        _next = (_next + 1) % slots;
        slot.Free.Synchronize();
        source.CopyTo(new(slot.Host.Pointer, source.Length));
        var to = slot.Device?.Pointer ?? target;
        Driver.Check(DriverApi.cuMemcpyHtoDAsync_v2(to, slot.Host.Pointer, (nuint)source.Length, _stream.Value), nameof(DriverApi.cuMemcpyHtoDAsync_v2));
        if (landing)
        {
            slot.Landed!.Record(_stream);
            cuda.Stream.Wait(slot.Landed);
            cuda.Copy(to, target, source.Length);
        }
        slot.Free.Record(cuda.Stream);
    }

    private void Grow(long bytes)
    {
        if (bytes <= _bytes || _bytes == mostBytes) return;
        cuda.Stream.Synchronize();
        _bytes = Math.Clamp((long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)bytes), LeastBytes, mostBytes);
        for (int i = 0; i < slots; i++)
            _slots[i] = new(new(_bytes), landing ? cuda.Memory.Allocate(_bytes) : null, landing ? CudaEvent.Create() : null, CudaEvent.Create());
        // The landing places were given out in the order of the compute stream; the other one must not be ahead of it.
        cuda.Stream.Synchronize();
    }

    private sealed record Slot(PinnedMemory Host, CudaBlock? Device, CudaEvent? Landed, CudaEvent Free);
}
