using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>
/// A native object of the driver or a library that is destroyed when nobody holds it any more. It belongs to the context that is current where it is made, and
/// is destroyed in it: finalizers run on a thread of their own, where none is.
/// </summary>
internal abstract unsafe class CudaHandle : SafeHandle
{
    private readonly nint _context;

    protected CudaHandle(nint value) : base(0, true)
    {
        SetHandle(value);
        nint context;
        Driver.Check(DriverApi.cuCtxGetCurrent(&context), nameof(DriverApi.cuCtxGetCurrent));
        _context = context;
    }

    public sealed override bool IsInvalid => handle == 0;

    /// <summary>The native handle; the object must be alive while it is used.</summary>
    public nint Value => handle;

    /// <summary>Destroys the object; its context is current.</summary>
    /// <returns>The library's status; at the end of a process, when the driver is gone, nothing is left to destroy.</returns>
    protected abstract int Destroy();

    protected sealed override bool ReleaseHandle() => DriverApi.cuCtxSetCurrent(_context) == 0 && Destroy() == 0;
}

/// <summary>An object of a library.</summary>
/// <param name="value">Its handle.</param>
/// <param name="destroy">What destroys it.</param>
internal sealed class LibraryHandle(nint value, Func<nint, int> destroy) : CudaHandle(value)
{
    protected override int Destroy() => destroy(handle);
}
