namespace DeepSharp.Cpu;

/// <summary>How windows lie over data [batch, D, H, W, channels]; missing axes have length one.</summary>
internal readonly record struct PoolGrid(int Batch, Extent3 Input, Extent3 Output, Extent3 Window, Extent3 Stride, Extent3 Before, int Channels)
{
    // Below this many element visits a chunk costs less than handing it to another thread.
    private const int WorkPerChunk = 32 * 1024;

    /// <summary>The grid of a pooling op over data <paramref name="x"/> with outputs <paramref name="y"/>.</summary>
    public static PoolGrid Of(PoolOp op, Shape x, Shape y)
    {
        Span<int> before = stackalloc int[op.Window.Count];
        for (int i = 0; i < before.Length; i++)
            before[i] = op.Padding.Resolve(i, x[i + 1], op.Window[i], op.Strides[i]).Before;
        return new(
            x[0], Extent3.From(x.Dims[1..^1], 1), Extent3.From(y.Dims[1..^1], 1), Extent3.From(op.Window.Span, 1), Extent3.From(op.Strides.Span, 1),
            Extent3.From(before, 0), x[^1]);
    }

    /// <summary>Elements of one image of the data.</summary>
    public long ImageSize => (long)Input.Volume * Channels;

    /// <summary>An input's place in its image.</summary>
    public long Offset(int d, int h, int w) => (((long)d * Input.H + h) * Input.W + w) * Channels;

    /// <summary>The real inputs [First, End) of a window.</summary>
    public static (int First, int End) Inputs(int output, int stride, int before, int window, int length)
    {
        int start = output * stride - before;
        return (Math.Max(start, 0), Math.Min(start + window, length));
    }

    /// <summary>The outputs [First, End) whose windows hold an input.</summary>
    public static (int First, int End) Outputs(int input, int stride, int before, int window, int outputs)
    {
        int reach = input + before;
        int first = reach < window ? 0 : (reach - window) / stride + 1;
        return (first, Math.Min(reach / stride + 1, outputs));
    }

    /// <summary>The window at an output, cut at the border.</summary>
    public PoolWindow At(int d, int h, int w)
    {
        var (d0, d1) = Inputs(d, Stride.D, Before.D, Window.D, Input.D);
        var (h0, h1) = Inputs(h, Stride.H, Before.H, Window.H, Input.H);
        var (w0, w1) = Inputs(w, Stride.W, Before.W, Window.W, Input.W);
        return new(d0, d1, h0, h1, w0, w1);
    }

    /// <summary>Whether every input lies in exactly one window.</summary>
    public bool IsTiling => Stride == Window && Output.D * Stride.D - Before.D >= Input.D && Output.H * Stride.H - Before.H >= Input.H
        && Output.W * Stride.W - Before.W >= Input.W;

    /// <summary>Where the taps of a whole window lie behind its first, in elements; room for <see cref="Extent3.Volume"/> of the window.</summary>
    public unsafe void ListTaps(long* taps)
    {
        for (int z = 0; z < Window.D; z++)
            for (int r = 0; r < Window.H; r++)
                for (int k = 0; k < Window.W; k++) *taps++ = Offset(z, r, k);
    }

    /// <summary>Items a chunk needs at least, when each visits this many elements.</summary>
    public static int Grain(long visitsEach) => (int)Math.Max(1, WorkPerChunk / Math.Max(1, visitsEach));

    /// <summary>The widest register that the channels fill.</summary>
    public LaneWidth Width<T>() where T : unmanaged
    {
        int bits = Channels * System.Runtime.CompilerServices.Unsafe.SizeOf<T>() * 8;
        var filled = bits >= 512 ? LaneWidth.Bits512 : bits >= 256 ? LaneWidth.Bits256 : bits >= 128 ? LaneWidth.Bits128 : LaneWidth.Scalar;
        return filled < LaneDispatch.Widest ? filled : LaneDispatch.Widest;
    }
}

/// <summary>The real inputs of one window, first (inclusive) to end (exclusive) along each axis.</summary>
internal readonly record struct PoolWindow(int D0, int D1, int H0, int H1, int W0, int W1)
{
    /// <summary>The number of real inputs.</summary>
    public int Count => (D1 - D0) * (H1 - H0) * (W1 - W0);
}
