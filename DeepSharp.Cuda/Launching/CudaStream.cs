namespace DeepSharp.Gpu;

/// <summary>A queue of work on a device: what is put in runs in order.</summary>
internal sealed unsafe class CudaStream : CudaHandle
{
    private const uint NonBlocking = 1;

    private CudaStream(nint value) : base(value) { }

    public static CudaStream Create()
    {
        nint value;
        Driver.Check(DriverApi.cuStreamCreate(&value, NonBlocking), nameof(DriverApi.cuStreamCreate));
        return new(value);
    }

    /// <summary>Waits until all work put in so far is done.</summary>
    public void Synchronize() => Driver.Check(DriverApi.cuStreamSynchronize(Value), nameof(DriverApi.cuStreamSynchronize));

    /// <summary>Work put in from now on waits for a point in another stream.</summary>
    public void Wait(CudaEvent point) => Driver.Check(DriverApi.cuStreamWaitEvent(Value, point.Value, 0), nameof(DriverApi.cuStreamWaitEvent));

    protected override int Destroy() => DriverApi.cuStreamDestroy_v2(handle);
}
