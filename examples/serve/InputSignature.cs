namespace DeepSharp.Serve;

/// <summary>What one input of the model takes, without the batch axis.</summary>
/// <param name="Name">The input layer's name.</param>
/// <param name="Shape">The shape of a sample; lengths may be unknown.</param>
/// <param name="DType">The element type.</param>
public sealed record InputSignature(string Name, Shape Shape, DType DType);
