namespace DeepSharp.Tests;

/// <summary>What layers over strings must do beside their formula; <see cref="LayerCheck"/> is for those over tensors.</summary>
public static class TextLayerCheck
{
    /// <summary>Layers read from what was written are written in the same words and printed alike.</summary>
    public static void RoundTrip(params Layer[] layers)
    {
        foreach (var layer in layers)
        {
            OpCoverage.NoteType(layer.GetType());
            string written = KerasJson.Print(KerasJson.Write(layer));
            var again = KerasJson.Read<Layer>(written);
            Assert.That(again.GetType(), Is.EqualTo(layer.GetType()));
            Assert.That(KerasJson.Print(KerasJson.Write(again)), Is.EqualTo(written), $"{layer}: configuration");
            Assert.That(again.ToString(), Is.EqualTo(layer.ToString()).And.StartsWith($"{layer.GetType().Name}("), "printed form");
            Assert.That(layer.Weights, Is.Empty, $"{layer}: the vocabulary stands in the configuration");
        }
    }
}
