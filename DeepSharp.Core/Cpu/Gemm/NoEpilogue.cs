namespace DeepSharp.Cpu;

/// <summary>Leaves the product as it is.</summary>
internal readonly unsafe struct NoEpilogue<T> : IEpilogue<T> where T : unmanaged
{
    public void Apply(T* c, int ldc, int row, int rows, int col, int cols) { }
}
