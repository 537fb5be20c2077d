namespace DeepSharp.Losses;

/// <summary>A loss given by a function of targets and predictions, for example <c>new FunctionLoss((y, p) => (y - p).Abs().Mean(-1))</c>.</summary>
/// <remarks>
/// The function gives the loss of each element, [batch, …]; weights, masks and the reduction are applied to it. Where targets and predictions
/// differ by a trailing axis of one, the targets are brought to the predictions' rank first. Such a loss cannot be written to a file.
/// </remarks>
/// <param name="function">The loss of each element from targets and predictions, written with tensor ops.</param>
[Configurable]
public sealed partial class FunctionLoss([NotConfig] Func<Tensor, Tensor, Tensor> function) : Loss
{
    /// <summary>Not to be had: a function cannot be written to a file.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override IReadOnlyList<ConfigEntry> Config => throw new NotSupportedException(
        $"The loss '{Name}' is a function, which a file cannot hold. "
        + "Save the weights only, or write the loss as a class of its own: derive from Loss and mark it [Configurable].");

    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Align(yTrue, yPred);
        return Function(t, p);
    }
}
