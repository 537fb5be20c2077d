namespace DeepSharp.Layers;

/// <summary>All axes but the batch in one.</summary>
/// <remarks>[batch, a, b, …] → [batch, a · b · …]; [batch] → [batch, 1].</remarks>
[Layer]
[UnusedKey("data_format", "channels_last")]
public sealed partial class Flatten() : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireAxes(this, x.Shape, 1);
        var rest = x.Shape[1..];
        if (!rest.IsKnown && x.Shape[0] == Dim.Any)
            throw new ShapeMismatchException($"Flatten needs the lengths after the batch axis, but got shape {x.Shape}. Give the model a full input shape.");
        return x.Reshape([x.Shape[0], rest.IsKnown ? checked((int)rest.Count) : Dim.Any]);
    }
}
