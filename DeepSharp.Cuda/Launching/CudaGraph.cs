namespace DeepSharp.Gpu;

/// <summary>Work captured from the compute stream as one graph, launched as a whole: a step of many small kernels costs the host one call.</summary>
internal sealed unsafe class CudaGraph : RecordedWork
{
    private const int ThreadLocalCapture = 1;

    private readonly CudaContext _cuda;
    private readonly Executable _executable;
    private readonly CudaBlock[] _scratch;

    private CudaGraph(CudaContext cuda, Executable executable) => (_cuda, _executable, _scratch) = (cuda, executable, cuda.ScratchMemory.Blocks);

    /// <summary>Captures what work puts into the compute stream; nothing of it runs.</summary>
    public static CudaGraph Capture(CudaContext cuda, Action work)
    {
        using var scope = cuda.Enter();
        cuda.ScratchMemory.Reset();
        cuda.Memory.Drain();
        Driver.Check(DriverApi.cuStreamBeginCapture_v2(cuda.Stream.Value, ThreadLocalCapture), nameof(DriverApi.cuStreamBeginCapture_v2));
        nint graph = 0;
        cuda.Memory.IsCapturing = true;
        try { work(); }
        finally
        {
            cuda.Memory.IsCapturing = false;
            // Where the work threw, its error counts more than that the capture was broken off.
            int status = DriverApi.cuStreamEndCapture(cuda.Stream.Value, &graph);
            if (status != 0) graph = 0;
        }
        if (graph == 0) throw new CudaException("A step could not be captured as a CUDA graph: something in it waited for the device.");
        nint executable;
        try { Driver.Check(DriverApi.cuGraphInstantiateWithFlags(&executable, graph, 0), nameof(DriverApi.cuGraphInstantiateWithFlags)); }
        finally { Driver.Check(DriverApi.cuGraphDestroy(graph), nameof(DriverApi.cuGraphDestroy)); }
        return new(cuda, new(executable));
    }

    public override void Run()
    {
        using var scope = _cuda.Enter();
        Driver.Check(DriverApi.cuGraphLaunch(_executable.Value, _cuda.Stream.Value), nameof(DriverApi.cuGraphLaunch));
        GC.KeepAlive(_scratch);
    }

    private sealed class Executable(nint value) : CudaHandle(value)
    {
        protected override bool ReleaseHandle() => DriverApi.cuGraphExecDestroy(handle) == 0;
    }
}
