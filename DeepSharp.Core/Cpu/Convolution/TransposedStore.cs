namespace DeepSharp.Cpu;

/// <summary>Epilogue that also writes the product transposed: <c>target[j * stride + i] = C[i, j]</c>.</summary>
internal readonly unsafe struct TransposedStore<T>(T* target, long stride) : IEpilogue<T> where T : unmanaged
{
    public void Apply(T* c, int ldc, int row, int rows, int col, int cols)
    {
        for (int j = 0; j < cols; j++)
        {
            T* line = target + (col + j) * stride + row;
            for (int i = 0; i < rows; i++)
                line[i] = c[(long)i * ldc + j];
        }
    }
}
