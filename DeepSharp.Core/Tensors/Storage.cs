namespace DeepSharp;

/// <summary>A run of bytes on a device. Opaque: only the device's backend knows where it lies.</summary>
/// <remarks>Storage is owned by the garbage collector or by the backend's pool; nobody disposes it.</remarks>
public abstract class Storage
{
    /// <summary>Size in bytes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Called where values that a variable may hold are about to be overwritten: what a backend keeps beside them is no longer valid.</summary>
    internal virtual void Changed() { }

    /// <summary>A part of this storage as a storage of its own; both share the bytes.</summary>
    /// <param name="offset">Where the part begins, in bytes; a multiple of 64 keeps its alignment.</param>
    /// <param name="bytes">Its size.</param>
    public abstract Storage Slice(long offset, long bytes);
}
