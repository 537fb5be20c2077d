namespace DeepSharp;

/// <summary>An op in float32 whose data may have 16 bits while its parameters stay float32; its first output is of the data's type.</summary>
internal interface IMixedData
{
    /// <summary>The inputs that are data; the others are parameters and statistics.</summary>
    ReadOnlySpan<int> DataInputs { get; }
}
