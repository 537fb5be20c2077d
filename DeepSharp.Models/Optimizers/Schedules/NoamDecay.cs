namespace DeepSharp;

/// <summary>The Transformer's own rate: <see cref="InverseSquareRootDecay"/> whose peak follows from the width of the model.</summary>
/// <remarks>factor · modelSize^−0.5 · min(n^−0.5, n · warmupSteps^−1.5) with n = step + 1. Source: A. Vaswani and others 2017, equation 3.</remarks>
/// <param name="modelSize">Width of the model (d_model), 1 or more.</param>
/// <param name="warmupSteps">Steps up to the peak, 1 or more.</param>
/// <param name="factor">A factor for the whole.</param>
/// <param name="name">A name, kept in files.</param>
[Configurable(Package = "DeepSharp")]
public sealed partial class NoamDecay(int modelSize, int warmupSteps = 4000, double factor = 1, string name = "NoamDecay") : LearningRateSchedule
{
    /// <summary>Width of the model.</summary>
    public int ModelSize { get; } = Require(nameof(NoamDecay), modelSize, modelSize > 0, "modelSize must be 1 or more");

    /// <summary>Steps up to the peak.</summary>
    public int WarmupSteps { get; } = Require(nameof(NoamDecay), warmupSteps, warmupSteps > 0, "warmupSteps must be 1 or more");

    /// <inheritdoc/>
    public override Tensor At(Tensor step)
    {
        var n = Exact(step) + 1;
        return Tensor.Minimum(n.Rsqrt(), n * Math.Pow(WarmupSteps, -1.5)) * (Factor / Math.Sqrt(ModelSize));
    }
}
