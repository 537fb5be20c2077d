using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>A native object of the driver or a library that is destroyed when nobody holds it any more.</summary>
internal abstract class CudaHandle : SafeHandle
{
    protected CudaHandle(nint value) : base(0, true) => SetHandle(value);

    public sealed override bool IsInvalid => handle == 0;

    /// <summary>The native handle; the object must be alive while it is used.</summary>
    public nint Value => handle;
}

/// <summary>An object of a library.</summary>
/// <param name="value">Its handle.</param>
/// <param name="destroy">What destroys it.</param>
internal sealed class LibraryHandle(nint value, Func<nint, int> destroy) : CudaHandle(value)
{
    protected override bool ReleaseHandle() => destroy(handle) == 0;
}
