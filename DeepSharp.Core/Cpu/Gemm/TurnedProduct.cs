using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// Tiny products whose B has no rows to run along, being transposed or narrower than a register: A is turned so that each lane works on a row
/// of C, and B is read where it lies. Every element sums in the order of k.
/// </summary>
internal readonly unsafe struct TurnedProduct<T>(
    int m, int n, int k, T* a, long ars, long acs, T* b, long brs, long bcs, T* c, int ldc, bool accumulate) : ILaneJob<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long MaxWork = 8192;

    /// <summary>Fewer rows leave too many lanes empty.</summary>
    private const int MinRows = 8;

    /// <summary>Lanes of the widest kind, so that the choice does not depend on the machine.</summary>
    private const int Narrow = 16;

    /// <summary>True where this path serves; depends on the shape and layout only.</summary>
    public static bool Suits(int m, int n, int k, long bcs) => m >= MinRows && k > 0 && (long)m * n * k <= MaxWork && (bcs != 1 || n < Narrow);

    public void Run<V>() where V : struct, ILane<V, T>
    {
        int width = 2 * V.Count;
        using var scratch = ScratchArena.Rent<T>((long)width * (k + n));
        T* turned = scratch.Pointer, sums = turned + (long)width * k;
        for (int i = 0; i < m; i += width)
        {
            int rows = Math.Min(width, m - i);
            // A transposed A lies as it is needed.
            bool lies = ars == 1 && rows == width;
            if (!lies) LaneTurn.In(new(a + i * ars, ars, acs), rows, k, width, turned);
            LaneProduct.Run<V, T>(n, k, b, bcs, brs, lies ? a + i : turned, lies ? acs : width, sums, width, add: false);
            Store(sums, width, rows, c + (long)i * ldc);
        }
    }

    private void Store(T* sums, int width, int rows, T* to)
    {
        if (!accumulate && ldc == n)
        {
            LaneTurn.Out(sums, rows, n, width, to);
            return;
        }
        for (int r = 0; r < rows; r++, to += ldc)
            for (int j = 0; j < n; j++) to[j] = accumulate ? to[j] + sums[j * width + r] : sums[j * width + r];
    }
}
