namespace DeepSharp;

/// <summary>Sees the outputs of every layer that is called on its thread.</summary>
internal sealed class LayerObserver : IDisposable
{
    [ThreadStatic] private static LayerObserver? t_current;

    private readonly LayerObserver? _outer;
    private readonly Action<Layer, string, Tensor[]> _called;

    /// <summary>Starts to watch, until disposed.</summary>
    /// <param name="called">Gets the layer, its path (<c>model/encoder/dense</c>) and its outputs.</param>
    public LayerObserver(Action<Layer, string, Tensor[]> called) => (_called, _outer, t_current) = (called, t_current, this);

    /// <summary>A layer was called.</summary>
    public static void Note(Layer layer, Tensor[] outputs) => t_current?._called(layer, OpScope.Current.Path, outputs);

    /// <inheritdoc/>
    public void Dispose() => t_current = _outer;
}
