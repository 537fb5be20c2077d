namespace DeepSharp;

/// <summary>Stops training when the loss is not a number or infinite. It reads the loss after every batch, which makes the device wait.</summary>
/// <param name="raiseError">Whether to throw instead of only stopping.</param>
public sealed class TerminateOnNaN(bool raiseError = false) : Callback
{
    /// <inheritdoc/>
    /// <exception cref="DeepSharpException">The loss is bad and an error was asked for.</exception>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (!logs.TryGetValue("loss", out double loss) || double.IsFinite(loss)) return;
        string text = $"Batch {batch}: invalid loss ({loss.ToString(System.Globalization.CultureInfo.InvariantCulture)}), terminating training";
        if (raiseError) throw new DeepSharpException($"{text}. Lower the learning rate, clip gradients, or look for bad values in the data.");
        Tell(text);
        Model.StopTraining = true;
    }
}
