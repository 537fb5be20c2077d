namespace DeepSharp.Layers;

/// <summary>Sines and cosines of geometrically growing wavelengths that tell positions apart, of the input's shape.</summary>
/// <remarks>
/// KerasHub's layer: [batch, steps, features] → the same, to be added to embeddings. Feature i of position p is the sine (odd i: cosine) of
/// p / maxWavelength^(2⌊i / 2⌋ / features). Vaswani et al. 2017.
/// </remarks>
/// <param name="maxWavelength">The longest wavelength divided by 2π.</param>
[Layer(Package = "keras_hub", Module = "keras_hub.src.layers.modeling.sine_position_encoding")]
public sealed partial class SinePositionEncoding(double maxWavelength = 10000) : Layer
{
    /// <summary>The formula.</summary>
    /// <param name="inputs">Tells the shape: [batch, steps, features].</param>
    /// <param name="startIndex">The first step's position.</param>
    /// <param name="positions">All positions, [steps] or [batch, steps], instead.</param>
    [CallMethod]
    private Tensor Call(Tensor inputs, int startIndex = 0, Tensor? positions = null)
    {
        InputRule.RequireLayout(this, inputs.Shape, "[batch, steps, features]");
        InputRule.RequireKnownChannels(this, inputs.Shape);
        int features = inputs.Shape[^1];
        double[] frequencies = [.. Enumerable.Range(0, features).Select(i => Math.Pow(MaxWavelength, -2.0 * (i / 2) / features))];
        double[] even = [.. Enumerable.Range(0, features).Select(i => 1.0 - i % 2)];
        var at = StepPositions.Of(this, inputs, inputs.Shape[1], startIndex, positions).Cast(WideDType);
        var angles = at.ExpandDims(-1) * StepPositions.Vector(inputs, frequencies, WideDType);
        return Tensor.Where(StepPositions.Vector(inputs, even, WideDType) > 0, angles.Sin(), angles.Cos()).Cast(ComputeDType).BroadcastTo(inputs.Shape);
    }
}
