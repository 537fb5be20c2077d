namespace DeepSharp;

/// <summary>A device has no memory left for what was asked, even after giving back all it kept for later.</summary>
/// <param name="message">How much was asked, for what, how much is used, and the remedy.</param>
/// <param name="bytes">The bytes that were asked.</param>
public sealed class DeviceMemoryException(string message, long bytes) : DeepSharpException(message)
{
    /// <summary>The bytes that were asked.</summary>
    public long Bytes => bytes;

    /// <summary>The same error with what the memory was for.</summary>
    internal DeviceMemoryException For(string what) => new($"[{what}] {Message}", bytes);
}
