namespace DeepSharp;

/// <summary>Sees every op on symbols (tensors of the null device) on its thread, as a whole, before it is taken apart.</summary>
internal abstract class SymbolObserver : IDisposable
{
    [ThreadStatic] private static SymbolObserver? t_current;

    private readonly SymbolObserver? _outer;

    /// <summary>Starts to watch, until disposed.</summary>
    protected SymbolObserver() => (_outer, t_current) = (t_current, this);

    /// <summary>Who watches this thread, or null.</summary>
    public static SymbolObserver? Current => t_current;

    /// <summary>An op's shapes were worked out.</summary>
    public abstract void Inferred(Op op, Tensor[] inputs, Tensor[] outputs);

    /// <inheritdoc/>
    public void Dispose() => t_current = _outer;
}
