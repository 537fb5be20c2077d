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
        int status = 0;
        bool isWhole = false;
        cuda.Memory.IsCapturing = true;
        try
        {
            work();
            isWhole = true;
        }
        finally
        {
            cuda.Memory.IsCapturing = false;
            // Where the work threw, its error counts more than what became of the capture.
            status = DriverApi.cuStreamEndCapture(cuda.Stream.Value, &graph);
            if (status == 0 && !isWhole && graph != 0) status = DriverApi.cuGraphDestroy(graph);
        }
        if (status != 0) throw Driver.Failure(status, "Capturing a step as a CUDA graph");
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
        protected override int Destroy() => DriverApi.cuGraphExecDestroy(handle);
    }
}
