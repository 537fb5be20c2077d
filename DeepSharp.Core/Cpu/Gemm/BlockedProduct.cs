using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The blocked product: for each block of columns and of k, B is packed once by all threads, then the rows of C are shared out.
/// Works in the manner of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).
/// </summary>
internal static unsafe class BlockedProduct
{
    public static void Run<T, TA, TB, TE>(
        int m, int n, int k, TA packA, TB packB, T* c, int ldc, bool accumulate, TE epilogue, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TB : struct, IPanelPacker<T>
        where TE : struct, IEpilogue<T>
    {
        var kernel = MicroKernel<T>.For(width);
        int kBlock = Blocking.Even(k, Blocking.Kc, 8);
        int nBlock = Blocking.Even(n, Blocking.Nc, kernel.Columns);
        using var scratch = ScratchArena.Rent<T>((long)kBlock * nBlock);
        var product = new BlockProduct<T, TA, TE>
        {
            Kernel = kernel,
            PackA = packA,
            Epilogue = epilogue,
            PackedB = scratch.Pointer,
            C = c,
            Ldc = ldc,
            M = m,
        };

        for (int column = 0; column < n; column += nBlock)
        {
            product.FirstColumn = column;
            product.Columns = Math.Min(nBlock, n - column);
            for (int k0 = 0; k0 < k; k0 += kBlock)
            {
                product.K0 = k0;
                product.Kc = Math.Min(kBlock, k - k0);
                product.Accumulate = accumulate || k0 > 0;
                product.Finish = k0 + kBlock >= k;
                long work = (long)m * product.Columns * product.Kc;
                int tasks = Blocking.Tasks(work);
                (product.TaskRows, product.TaskColumns) = Blocking.Grid(m, product.Columns, tasks, kernel.Rows, kernel.Columns);

                var pack = new PackPanels<T, TB>(packB, scratch.Pointer, column, product.Columns, k0, product.Kc, kernel.Columns,
                    kernel.NarrowColumns);
                int panels = Blocking.CeilDiv(product.Columns, kernel.Columns);
                Share(panels, PanelGrain(panels, product.Kc * kernel.Columns), ref pack, tasks);
                Share(product.Tasks, 1, ref product, tasks);
            }
        }
    }

    // At least this many values for one thread: packing fewer takes less time than waking it.
    private static int PanelGrain(int panels, int panelSize) => Math.Clamp(16_384 / panelSize, 1, panels);

    private static void Share<TBody>(int count, int grain, ref TBody body, int tasks) where TBody : struct, IParallelBody
    {
        if (tasks == 1)
            body.Run(0, count);
        else
            CpuPool.For(count, grain, ref body);
    }
}
