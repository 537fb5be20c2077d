namespace DeepSharp.Cpu;

/// <summary>How a convolution of 3×3 taps is cut into tiles of 4×4 outputs, each from 6×6 inputs.</summary>
/// <param name="Batch">Images.</param>
/// <param name="Input">Rows and columns of the data.</param>
/// <param name="Output">Rows and columns of the result.</param>
/// <param name="Pad">Zeros before the data's rows and columns.</param>
/// <param name="Channels">Channels of the data.</param>
/// <param name="Columns">Channels of the result.</param>
internal readonly record struct WinogradPlan(
    int Batch, (int H, int W) Input, (int H, int W) Output, (int H, int W) Pad, int Channels, int Columns)
{
    /// <summary>Outputs of a tile along an axis, inputs of it, and its products.</summary>
    public const int OutputSide = 4, InputSide = 6, Points = InputSide * InputSide;

    // Below this many multiply-adds the transforms of the kernel weigh too much.
    private const long LeastWork = 20_000_000;

    // A transformed kernel of more elements leaves the second-level cache. To write it and read it back then takes as long as the direct form of so
    // many tiles, half of that for the kernel's gradient; and each block of tiles reads it whole, so that there should be few.
    private const int CachedKernel = 1 << 20;
    private const int TilesToPay = 40;

    // What a block of tiles takes of the second-level cache, but for those that share a large kernel.
    private const int BlockElements = 240_000;
    private const int LeastTiles = 48;
    private const int MostTiles = 96;

    // Output channels handled at once, so that their sums stay in cache with the data of the block.
    private const int MostColumns = 64;

    /// <summary>Tiles along rows and columns of an image.</summary>
    public (int H, int W) Grid => (Blocking.CeilDiv(Output.H, OutputSide), Blocking.CeilDiv(Output.W, OutputSide));

    /// <summary>Tiles of all images.</summary>
    public int Tiles => checked(Batch * Grid.H * Grid.W);

    /// <summary>Output channels handled at once.</summary>
    public int ColumnBlock => Math.Min(Columns, MostColumns);

    /// <summary>Whether <see cref="SquareKernel512"/> multiplies the points.</summary>
    public bool IsSquare => Channels == SquareKernel512.Side && Columns == Channels && BestVectorWidth.Value == VectorWidth.Bits512;

    /// <summary>Whether the transformed kernel stays in the second-level cache.</summary>
    public bool KernelIsCached => IsCached(Channels, Columns);

    /// <summary>Tiles of a block: a multiple of the rows of a product's tile.</summary>
    public int BlockTiles { get; private init; }

    /// <summary>Elements from one point's values of a block to the next's: a line more, so that the points do not meet in one place of the
    /// cache.</summary>
    public nint PointStep(int channels) => (nint)BlockTiles * channels + 16;

    /// <summary>The forward product.</summary>
    public static WinogradPlan Forward(in ConvGeometry g) => new WinogradPlan(
        g.Batch, (g.Input.H, g.Input.W), (g.Output.H, g.Output.W), (g.PadBefore.H, g.PadBefore.W), g.InChannels, g.OutChannels).InCache();

    /// <summary>The input gradient: a convolution of the output gradient.</summary>
    public static WinogradPlan InputGradient(in ConvGeometry g) => new WinogradPlan(
        g.Batch, (g.Output.H, g.Output.W), (g.Input.H, g.Input.W), (2 - g.PadBefore.H, 2 - g.PadBefore.W), g.OutChannels, g.InChannels).InCache();

    /// <summary>The kernel gradient, whose sums stay while the blocks pass: these are as large as can be.</summary>
    public static WinogradPlan KernelGradient(in ConvGeometry g) => Forward(g).Blocks(MostTiles);

    /// <summary>Where there are many threads each gets a block.</summary>
    private WinogradPlan InCache()
    {
        int tiles = BlockElements / (Points * (Channels + ColumnBlock));
        if (!KernelIsCached) tiles = Math.Max(tiles, LeastTiles);
        return Blocks(Math.Min(tiles, Blocking.CeilDiv(Tiles, CpuPool.Threads)));
    }

    private WinogradPlan Blocks(int tiles)
    {
        int rows = IsSquare ? SquareKernel512.Side : GroupTile<float>.Rows;
        return this with { BlockTiles = Blocking.Even(Tiles, Math.Clamp(tiles, rows, MostTiles) / rows * rows, rows) };
    }

    /// <summary>True for single-precision 3×3 convolutions without strides whose channels fill vectors, and large enough to gain.</summary>
    public static bool Suits<T>(in ConvGeometry g, int lanes) => IsMade<T>(g, lanes) && Pays(g, TilesToPay);

    private static bool IsMade<T>(in ConvGeometry g, int lanes)
    {
        if (typeof(T) != typeof(float) || g.Kernel != new Extent3(1, 3, 3) || g.Stride.Volume != 1 || g.Dilation.Volume != 1 || g.Groups != 1) return false;
        if (g.Input.D != 1 || g.PadBefore.D != 0 || g.InChannels % lanes != 0 || g.OutChannels % lanes != 0) return false;
        return g.Batch > 0 && (long)g.Batch * g.Output.Volume * 9 * g.InChannels * g.OutChannels >= LeastWork && Fits(g.Output) && Fits(g.Input);
    }

    /// <summary>True where the kernel gradient gains: with few channels its products are too small.</summary>
    public static bool SuitsKernelGradient<T>(in ConvGeometry g, int lanes) =>
        IsMade<T>(g, lanes) && Pays(g, TilesToPay / 2) && (Math.Min(g.InChannels, g.OutChannels) > lanes || Forward(g).IsSquare);

    private static bool Pays(in ConvGeometry g, int tiles) => IsCached(g.InChannels, g.OutChannels) || Forward(g).Tiles >= tiles;

    private static bool IsCached(int channels, int columns) => (long)Points * channels * columns <= CachedKernel;

    // Tiles that hang over the image are computed whole.
    private static bool Fits(Extent3 image) =>
        Blocking.RoundUp(image.H, OutputSide) * (long)Blocking.RoundUp(image.W, OutputSide) * 4 <= 6L * image.H * image.W;
}
