namespace DeepSharp.Cpu;

/// <summary>The work of one parallel loop. A struct, so that handing it to the pool allocates nothing.</summary>
internal interface IParallelBody
{
    /// <summary>Does items <paramref name="start"/> (inclusive) to <paramref name="end"/> (exclusive). Called from several threads at
    /// once.</summary>
    void Run(int start, int end);
}
