using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The blocked product: for each block of columns and of k, B is packed once by all threads, then the rows of C are shared out.
/// Works in the manner of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).
/// </summary>
internal static unsafe class BlockedProduct
{
    /// <summary>Computes C. <paramref name="continues"/> says that the caller goes on with the next k of the same operands; <paramref name="packedA"/> is
    /// all of A as <see cref="PackedLeft"/> has it, if it is packed.</summary>
    public static void Run<T, TA, TB, TE>(
        int m, int n, int k, TA packA, TB packB, T* c, int ldc, bool accumulate, TE epilogue, VectorWidth width, KeptOperand kept = default,
        bool continues = false, T* packedA = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TB : struct, IPanelPacker<T>
        where TE : struct, IEpilogue<T>
    {
        var kernel = MicroKernel<T>.For(width);
        int kBlock = Blocking.KBlock(k);
        int nBlock = Blocking.Even(n, Blocking.Nc, kernel.Columns);
        var product = new BlockProduct<T, TA, TE>
        {
            Kernel = kernel,
            PackA = packA,
            PackedA = packedA,
            Epilogue = epilogue,
            C = c,
            Ldc = ldc,
            M = m,
            K = k,
            KBlock = kBlock,
            BlockStep = (long)kBlock * nBlock,
            Accumulate = accumulate,
            Continues = continues,
        };
        int kBlocks = Blocking.CeilDiv(k, kBlock);
        long all = product.BlockStep * kBlocks * Blocking.CeilDiv(n, nBlock);
        if (kept.Keeps<T>(all))
        {
            using var blocks = kept.Rent<T>(PackForm.Blocks, n, k, kernel.Columns, all);
            for (int column = 0; column < n; column += nBlock)
            {
                product.FirstColumn = column;
                product.Columns = Math.Min(nBlock, n - column);
                product.PackedB = blocks.Pointer + column / nBlock * kBlocks * product.BlockStep;
                for (int k0 = 0; k0 < k && !blocks.IsFilled; k0 += kBlock)
                    Pack(packB, product.PackedB + k0 / kBlock * product.BlockStep, product, k0, Blocking.Tasks((long)n * k * m));
                (product.K0, product.KEnd) = (0, k);
                Multiply(ref product);
            }
            blocks.Filled();
            return;
        }
        using var scratch = ScratchArena.Rent<T>(product.BlockStep);
        product.PackedB = scratch.Pointer;
        for (int column = 0; column < n; column += nBlock)
        {
            product.FirstColumn = column;
            product.Columns = Math.Min(nBlock, n - column);
            for (int k0 = 0; k0 < k; k0 += kBlock)
            {
                (product.K0, product.KEnd) = (k0, Math.Min(k0 + kBlock, k));
                product.SourceB = PacksOnTheWay(product) ? packB.Rows(column, k0) : default;
                // Many rows of C pay for packing rows that are pages apart line by line, as memory likes it.
                if (product.SourceB.Step >= CacheLines.Ahead<T>() && m > Blocking.Mc) product.SourceB = default;
                Pack(packB, scratch.Pointer, product, k0, product.WorthTasks);
                product.NextB = product.MoreK(product.KEnd) ? packB.Source(product.FirstColumn, product.Columns, product.KEnd, kBlock) : default;
                Multiply(ref product);
            }
        }
    }

    /// <summary>Packs B's block of the product's columns from <paramref name="k0"/> on; only its last panel if that is narrow and the others are packed on the
    /// way.</summary>
    private static void Pack<T, TA, TB, TE>(TB packB, T* to, in BlockProduct<T, TA, TE> product, int k0, int tasks)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TB : struct, IPanelPacker<T>
        where TE : struct, IEpilogue<T>
    {
        int columns = product.Kernel.Columns, kc = Math.Min(product.KBlock, product.K - k0);
        var pack = new PackPanels<T, TB>(packB, to, product.FirstColumn, product.Columns, k0, kc, columns, product.Kernel.NarrowColumns);
        int panels = Blocking.CeilDiv(product.Columns, columns);
        if (product.SourceB.First != null) pack.Run(product.Columns / columns, panels);
        else Share(panels, PanelGrain(panels, kc * columns), ref pack, tasks);
    }

    // The tiles of the first rows must come before all others that need their columns.
    private static bool PacksOnTheWay<T, TA, TE>(in BlockProduct<T, TA, TE> product)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TE : struct, IEpilogue<T>
        => product.WorthTasks == 1 && product.Kernel.RunPacking != null && product.M >= product.Kernel.Rows && product.Kernel.PanelRows(product.M) == product.Kernel.Rows;

    private static void Multiply<T, TA, TE>(ref BlockProduct<T, TA, TE> product)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TE : struct, IEpilogue<T>
    {
        int tasks = product.WorthTasks;
        (product.RowBlocks, product.Slices) = Blocking.Grid(product.M, product.Columns, tasks, product.Kernel.Rows, product.Kernel.Columns);
        Share(product.Tasks, 1, ref product, tasks);
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
