namespace DeepSharp.Cpu;

/// <summary>
/// How the groups of a convolution are taken together: some neighbouring groups are one convolution with zeros between them, so that its channels fill
/// vectors.
/// </summary>
/// <param name="geometry">The convolution.</param>
/// <param name="joined">Groups of a block; divides the groups.</param>
internal readonly unsafe struct GroupBlocks<T>(ConvGeometry geometry, int joined) where T : unmanaged
{
    private readonly ConvGeometry _g = geometry;
    private readonly int _joined = joined;

    /// <summary>Blocks whose channels just fill a vector; of one group each where its channels do so alone.</summary>
    public static GroupBlocks<T> Filling(in ConvGeometry g, int lanes)
    {
        int joined = 1;
        while (joined < g.Groups && (g.Groups % joined != 0 || joined * Math.Min(g.GroupIn, g.GroupOut) < lanes)) joined++;
        return new(g, joined);
    }

    /// <summary>The blocks of one group each.</summary>
    public GroupBlocks<T> Single => new(_g, 1);

    public int Count => _g.Groups / _joined;

    /// <summary>Groups of a block.</summary>
    public int Joined => _joined;

    /// <summary>Channels of a block.</summary>
    public int In => _joined * _g.GroupIn;

    /// <inheritdoc cref="In"/>
    public int Out => _joined * _g.GroupOut;

    /// <summary>Elements of a block's kernel [taps, <see cref="In"/>, <see cref="Out"/>].</summary>
    public int KernelSize => checked(_g.Kernel.Volume * In * Out);

    /// <summary>The convolution that a block is.</summary>
    public ConvGeometry Dense(int images) => _g with { Batch = images, InChannels = In, OutChannels = Out, Groups = 1 };

    /// <summary>Writes the kernel of a block, with zeros between its groups.</summary>
    public void Spread(int block, T* kernel, T* dense)
    {
        if (_joined > 1) new Span<T>(dense, KernelSize).Clear();
        Rows rows = new(this, block);
        while (rows.Next()) new ReadOnlySpan<T>(kernel + rows.Whole, _g.GroupOut).CopyTo(new Span<T>(dense + rows.Dense, _g.GroupOut));
    }

    /// <summary>Takes what belongs to the groups of a block out of its kernel.</summary>
    public void Collect(int block, T* dense, T* kernel)
    {
        Rows rows = new(this, block);
        while (rows.Next()) new ReadOnlySpan<T>(dense + rows.Dense, _g.GroupOut).CopyTo(new Span<T>(kernel + rows.Whole, _g.GroupOut));
    }

    /// <summary>Where the rows of a block's groups [tap, group, channel in] lie in both kernels.</summary>
    private ref struct Rows(in GroupBlocks<T> blocks, int block)
    {
        private readonly GroupBlocks<T> _blocks = blocks;
        private int _row = -1;

        public long Whole { get; private set; }

        public long Dense { get; private set; }

        public bool Next()
        {
            var g = _blocks._g;
            if (++_row == g.Kernel.Volume * _blocks.In) return false;
            var (tap, channel) = Math.DivRem(_row, _blocks.In);
            var (group, row) = Math.DivRem(channel, g.GroupIn);
            Whole = (long)(tap * g.GroupIn + row) * g.OutChannels + (long)(block * _blocks._joined + group) * g.GroupOut;
            Dense = (long)_row * _blocks.Out + group * g.GroupOut;
            return true;
        }
    }
}
