namespace DeepSharp.Cpu;

/// <summary>Work on one dense row, written for any register width.</summary>
internal unsafe interface IRowJob<T> where T : unmanaged
{
    /// <summary>Does row number <paramref name="row"/>; <paramref name="buffer"/> has room for one register.</summary>
    void Run<V>(long row, T* buffer) where V : struct, ILane<V, T>;
}

/// <summary>Runs a row job over all rows, several threads taking turns; which thread does a row does not change its result.</summary>
internal static unsafe class RowLoop
{
    /// <summary>Elements a thread should at least have to do.</summary>
    private const int Grain = 8 * 1024;

    /// <summary>Runs <paramref name="job"/> for rows 0 to <paramref name="rows"/> − 1 of <paramref name="length"/> elements each.</summary>
    public static void Run<T, TJob>(long rows, long length, TJob job) where T : unmanaged where TJob : struct, IRowJob<T>
    {
        var body = new Body<T, TJob> { Job = job };
        CpuPool.For(checked((int)rows), (int)Math.Max(1, Grain / Math.Max(1, length)), ref body);
    }

    private struct Body<T, TJob> : IParallelBody where T : unmanaged where TJob : struct, IRowJob<T>
    {
        public TJob Job;

        public readonly void Run(int start, int end)
        {
            var rows = new Rows<T, TJob> { Job = Job, Start = start, End = end };
            LaneDispatch.Run<T, Rows<T, TJob>>(ref rows);
        }
    }

    private struct Rows<T, TJob> : ILaneJob<T> where T : unmanaged where TJob : struct, IRowJob<T>
    {
        public TJob Job;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            byte* buffer = stackalloc byte[LaneTail.BufferBytes];
            for (int row = Start; row < End; row++) Job.Run<V>(row, (T*)buffer);
        }
    }
}
