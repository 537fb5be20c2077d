namespace DeepSharp;

/// <summary>A layer was called.</summary>
/// <param name="layer">The layer.</param>
/// <param name="path">Where it is, for example <c>model/encoder/dense</c>.</param>
/// <param name="inputs">What its formula got.</param>
/// <param name="outputs">What it gave.</param>
internal delegate void LayerCalled(Layer layer, string path, Tensor[] inputs, Tensor[] outputs);

/// <summary>Sees every layer that is called on its thread.</summary>
internal sealed class LayerObserver : IDisposable
{
    [ThreadStatic] private static LayerObserver? t_current;

    private readonly LayerObserver? _outer;
    private readonly LayerCalled _called;

    /// <summary>Starts to watch, until disposed.</summary>
    public LayerObserver(LayerCalled called) => (_called, _outer, t_current) = (called, t_current, this);

    /// <summary>A layer was called.</summary>
    public static void Note(Layer layer, Tensor[] inputs, Tensor[] outputs) => t_current?._called(layer, OpScope.Current.Path, inputs, outputs);

    /// <inheritdoc/>
    public void Dispose() => t_current = _outer;
}
