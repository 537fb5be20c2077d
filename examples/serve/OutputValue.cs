using System.Text.Json;

namespace DeepSharp.Serve;

/// <summary>One output of the model for one sample.</summary>
/// <param name="Shape">Its shape, without the batch axis.</param>
/// <param name="DType">The element type.</param>
/// <param name="Values">In row-major order.</param>
public readonly record struct OutputValue(Shape Shape, DType DType, ArraySegment<double> Values)
{
    /// <summary>Whether JSON can hold every value.</summary>
    public bool IsFinite => Values.All(double.IsFinite);

    /// <summary>Writes nested arrays.</summary>
    public void Write(Utf8JsonWriter json)
    {
        int next = 0;
        Write(json, 0, ref next);
    }

    private void Write(Utf8JsonWriter json, int axis, ref int next)
    {
        if (axis == Shape.Rank)
        {
            double value = Values[next++];
            // The shortest text that reads back as the same value of the output's type.
            if (DType.IsFloating && DType != DType.Float64) json.WriteNumberValue((float)value);
            else json.WriteNumberValue(value);
            return;
        }
        json.WriteStartArray();
        for (int i = 0; i < Shape[axis]; i++) Write(json, axis + 1, ref next);
        json.WriteEndArray();
    }
}
