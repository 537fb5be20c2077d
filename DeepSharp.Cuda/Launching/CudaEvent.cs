namespace DeepSharp.Gpu;

/// <summary>A point in a stream that other streams, or the host, can wait for.</summary>
internal sealed unsafe class CudaEvent : CudaHandle
{
    private const uint NoTiming = 2;

    private CudaEvent(nint value) : base(value) { }

    public static CudaEvent Create()
    {
        nint value;
        Driver.Check(DriverApi.cuEventCreate(&value, NoTiming), nameof(DriverApi.cuEventCreate));
        return new(value);
    }

    /// <summary>Marks the end of the work put into the stream so far.</summary>
    public void Record(CudaStream stream) => Driver.Check(DriverApi.cuEventRecord(Value, stream.Value), nameof(DriverApi.cuEventRecord));

    /// <summary>Waits on the host until the point is reached.</summary>
    public void Synchronize() => Driver.Check(DriverApi.cuEventSynchronize(Value), nameof(DriverApi.cuEventSynchronize));

    protected override int Destroy() => DriverApi.cuEventDestroy_v2(handle);
}
