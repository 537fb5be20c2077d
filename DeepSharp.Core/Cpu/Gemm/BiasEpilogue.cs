using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Adds a bias to each column: <c>C[i, j] += bias[j]</c>.</summary>
internal readonly unsafe struct BiasEpilogue<T>(T* bias) : IEpilogue<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* _bias = bias;

    public void Apply(T* c, int ldc, int row, int rows, int col, int cols)
    {
        T* bias = _bias + col;
        for (int i = 0; i < rows; i++, c += ldc)
        {
            int j = 0;
            for (; j <= cols - Vector<T>.Count; j += Vector<T>.Count)
                Vector.Store(Vector.Load(c + j) + Vector.Load(bias + j), c + j);
            for (; j < cols; j++)
                c[j] += bias[j];
        }
    }
}
