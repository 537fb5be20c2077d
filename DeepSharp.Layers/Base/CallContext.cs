namespace DeepSharp;

/// <summary>What a layer's <c>Call</c> knows of the call it is part of.</summary>
/// <remarks>Training is decided by, in this order: the explicit argument, the outer layer's call, what is usual for the layer (false but for layers that prepare data).</remarks>
public sealed class CallContext
{
    [ThreadStatic] private static CallContext? s_current;

    private readonly List<Tensor> _losses;

    private CallContext(bool training, List<Tensor> losses) => (Training, _losses) = (training, losses);

    /// <summary>Whether the model is being trained: dropout drops, batch normalisation uses batch statistics.</summary>
    public bool Training { get; }

    /// <summary>Adds a term to the loss of this step; ignored outside training and evaluation.</summary>
    /// <param name="loss">A scalar tensor, or one whose elements are summed; 16-bit floats are summed as float32.</param>
    public void AddLoss(Tensor loss) => _losses.Add(loss.DType.Is16Bit ? loss.Cast(DType.Float32) : loss);

    /// <summary>The terms added so far, by this call and the calls inside it.</summary>
    internal IReadOnlyList<Tensor> Losses => _losses;

    /// <summary>The context of a call made here: explicit training wins, then the surrounding call's, then what is usual for the layer.</summary>
    internal static CallContext For(bool? training, bool usual = false) =>
        s_current is { } outer
            ? training is null || training == outer.Training ? outer : new(training.Value, outer._losses)
            : new(training ?? usual, []);

    /// <summary>Runs a call inside this context.</summary>
    internal T Run<T>(Func<T> call)
    {
        var outer = s_current;
        s_current = this;
        try { return call(); }
        finally { s_current = outer; }
    }
}
