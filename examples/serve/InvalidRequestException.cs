namespace DeepSharp.Serve;

/// <summary>A request that is answered with status 400 and this message.</summary>
public sealed class InvalidRequestException(string message) : Exception(message);
