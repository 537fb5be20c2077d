namespace DeepSharp;

/// <summary>A tensor in a file of weights.</summary>
/// <param name="Name">The path under which the file holds it.</param>
/// <param name="DType">Its element type.</param>
/// <param name="Shape">Its axis lengths.</param>
internal sealed record StoredTensor(string Name, DType DType, Shape Shape)
{
    /// <summary>Bytes of its elements, or of as many float64 ones: what the file holds may be read into a wider type.</summary>
    public long Room(bool exact) => Shape.Count * (exact ? DType.Size : 8);
}
