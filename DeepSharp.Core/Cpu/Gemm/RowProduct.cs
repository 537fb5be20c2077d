using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// A product whose A is row-major and narrow enough that twelve of its rows stay in the first-level cache: A is read where it lies, and only B is
/// packed. With few columns, packing A would cost a good part of the product itself.
/// </summary>
internal unsafe struct RowProduct<T, TE> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TE : struct, IEpilogue<T>
{
    // Rows whose columns are finished together, for the epilogue's sake.
    private const int BlockRows = 48;
    private const int MostColumns = 256;
    private const int LongestRow = 768;
    private const int MostWeights = 1 << 17;

    public GroupKernel<T> Kernel;
    public T* A, Panels, C;
    public nint Lda, Ldc;
    public long Step;           // from a matrix to the next, of which each has M rows; C has all rows in a row
    public int M, N, K, Blocks; // of one matrix
    public TE Epilogue;

    /// <summary>True where this path serves; depends on the shape only.</summary>
    public static bool Suits(int m, int n, int k, long acs) =>
        acs == 1 && m >= BlockRows && n <= MostColumns && n >= 4 && k > 0 && k <= LongestRow && (long)n * k <= MostWeights;

    /// <summary>Packs B and shares out the rows of C.</summary>
    public static void Share<TB>(int m, int n, int k, T* a, nint lda, TB packB, T* c, nint ldc, TE epilogue, VectorWidth? width = null,
        KeptOperand kept = default)
        where TB : struct, IPanelPacker<T> =>
        Share(1, 0, m, n, k, a, lda, packB, c, ldc, epilogue, width, kept);

    /// <summary>The same for some matrices A, <paramref name="step"/> elements apart, whose results follow each other.</summary>
    public static void Share<TB>(int matrices, long step, int m, int n, int k, T* a, nint lda, TB packB, T* c, nint ldc, TE epilogue,
        VectorWidth? width = null, KeptOperand kept = default)
        where TB : struct, IPanelPacker<T>
    {
        var body = new RowProduct<T, TE>
        {
            Kernel = GroupKernel<T>.For(width ?? BestVectorWidth.Value),
            A = a,
            C = c,
            Lda = lda,
            Ldc = ldc,
            Step = step,
            M = m,
            N = n,
            K = k,
            Blocks = Math.Max(1, (m - GroupTile<T>.GroupRows) / BlockRows + 1),
            Epilogue = epilogue,
        };
        using var panels = body.Kernel.Panels(packB, n, k, kept);
        body.Panels = panels.Pointer;
        int tasks = Blocking.Tasks((long)matrices * m * n * k), blocks = checked(matrices * body.Blocks);
        if (tasks == 1)
            body.Run(0, blocks);
        else
            CpuPool.For(blocks, Blocking.CeilDiv(blocks, tasks), ref body);
    }

    public readonly void Run(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            // Blocks hold whole tiles; the last may be up to two rows longer, so that it has the three it needs.
            var (matrix, block) = Math.DivRem(i, Blocks);
            int first = block * BlockRows, rows = block == Blocks - 1 ? M - first : BlockRows, row = matrix * M + first;
            T* c = C + row * Ldc;
            Rows(Kernel, A + matrix * Step + first * Lda, Lda, rows, Panels, K, N, c, Ldc, ahead: rows);
            Epilogue.Apply(c, (int)Ldc, row, rows, 0, N);
        }
    }

    /// <summary>Some rows of C, at least three; where these are no multiple of three the last are done twice. With <paramref name="ahead"/>, what
    /// as many rows further on read and write is asked for meanwhile, else <paramref name="next"/>.</summary>
    public static void Rows(in GroupKernel<T> kernel, T* a, nint lda, int rows, T* panels, int k, int n, T* c, nint ldc, int ahead = 0,
        LineStream next = default)
    {
        nint none = 0;
        var tile = new GroupTile<T> { RowStep = lda, KStep = 1, RunOffsets = &none, Runs = 1, Length = k };
        var second = new GroupTile<T>();
        const int one = GroupTile<T>.Groups, two = 2 * one;
        T** from = stackalloc T*[two], to = stackalloc T*[two];
        bool pairs = ahead == 0 && kernel.Pairs(n);
        for (int i = 0, count; i < rows; i += count * GroupTile<T>.GroupRows)
        {
            count = pairs && rows - i > GroupTile<T>.Rows ? two : one;
            for (int g = 0; g < count; g++)
            {
                int row = Math.Min(i + g * GroupTile<T>.GroupRows, rows - GroupTile<T>.GroupRows);
                from[g] = a + row * lda;
                to[g] = c + row * ldc;
            }
            tile.SetA(from);
            if (count == two)
            {
                kernel.RunPanel(ref tile, ref second, from, panels, to, ldc);
                continue;
            }
            LineStream nextA = next.Part(i / GroupTile<T>.Rows, Blocking.CeilDiv(rows, GroupTile<T>.Rows)), nextC = default;
            if (ahead > 0)
            {
                nextA = new(a + (i + ahead) * lda, GroupTile<T>.Rows * lda * sizeof(T));
                nextC = new(c + (i + ahead) * ldc, GroupTile<T>.Rows * ldc * sizeof(T));
            }
            kernel.RunPanels(ref tile, panels, k, n, to, ldc, nextA, nextC);
        }
    }
}
