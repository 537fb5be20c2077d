namespace DeepSharp;

/// <summary>While a model is rebuilt from a file its weights start as zeros, since the file's values follow, and may take no more memory
/// than the file's weights do: a damaged configuration must not claim the whole machine.</summary>
internal sealed class WeightLoading : IDisposable
{
    [ThreadStatic] private static WeightLoading? s_current;

    /// <summary>What very small weights may be exceeded by.</summary>
    private const int Slack = 1 << 16;

    private readonly long _allowed;
    private Int128 _asked, _askedBeside;
    private bool _beside;

    /// <summary>Starts loading on this thread, until disposed.</summary>
    /// <param name="bytes">The size of the file's weights.</param>
    public WeightLoading(long bytes)
    {
        _allowed = bytes;
        s_current = this;
    }

    /// <summary>The loading that goes on in this thread, or null.</summary>
    public static WeightLoading? Current => s_current;

    /// <summary>The first value of a weight.</summary>
    /// <param name="shape">The weight's shape.</param>
    /// <param name="dtype">The weight's type.</param>
    /// <param name="name">Its name within the layer.</param>
    /// <param name="layer">Whose weight it is, for the message; printing a layer takes time.</param>
    /// <exception cref="InvalidValueException">The weights need more memory than the file holds.</exception>
    public Tensor Zeros(Shape shape, DType dtype, string name, Layer layer)
    {
        if (_beside) _askedBeside += Bytes(shape, dtype);
        else _asked += Bytes(shape, dtype);
        if (_asked > _allowed || _askedBeside > 2 * (Int128)_allowed + Slack)
            throw new InvalidValueException($"The configuration asks for more weights than the file holds: weight '{name}' of {layer.Title} has shape {shape}, which makes {(_beside ? _askedBeside : _asked)} bytes or more, "
                + $"but there are {_allowed} bytes of weights. Configuration and weights do not belong together.");
        return Tensor.Zeros(shape, dtype);
    }

    /// <summary>Makes room, until disposed, for weights that files leave out: of a change of low rank a small multiple of what it changes.</summary>
    public IDisposable Beside() => new Room(this);

    private sealed class Room : IDisposable
    {
        private readonly WeightLoading _loading;

        public Room(WeightLoading loading) => (_loading = loading)._beside = true;

        public void Dispose() => _loading._beside = false;
    }

    /// <inheritdoc/>
    public void Dispose() => s_current = null;

    private static Int128 Bytes(Shape shape, DType dtype)
    {
        // Four lengths below 2^31 fit into 127 bits; more are cut off at a number that is too large anyway.
        Int128 count = dtype.Size;
        foreach (int d in shape.Dims) count = count > long.MaxValue && d > 0 ? count : count * d;
        return count;
    }
}
