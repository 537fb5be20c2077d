using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>Convolutions through cuDNN, for tensors with the channels last, and recurrent cells.</summary>
internal sealed unsafe class CudaDnn
{
    private readonly Dictionary<DnnConvolutionShape, DnnConvolution> _convolutions = [];
    private readonly Dictionary<DnnRecurrenceShape, DnnRecurrence?> _recurrences = [];
    private readonly LibraryHandle _handle;
    private readonly CudaContext _cuda;

    private CudaDnn(CudaContext cuda)
    {
        _cuda = cuda;
        nint handle;
        Check(CudnnApi.cudnnCreate(&handle), nameof(CudnnApi.cudnnCreate));
        _handle = new(handle, CudnnApi.cudnnDestroy);
        Check(CudnnApi.cudnnSetStream(handle, cuda.Stream.Value), nameof(CudnnApi.cudnnSetStream));
    }

    /// <summary>The library, or null where it is not found.</summary>
    public static CudaDnn? TryOpen(CudaContext cuda) => IsThere ? new(cuda) : null;

    /// <summary>Whether the library is found.</summary>
    public static bool IsThere => NativeLibraries.Load(NativeLibraryName.Dnn).Handle != 0;

    /// <summary>The library's version, for example 90300 or 8902.</summary>
    public static long Version => (long)CudnnApi.cudnnGetVersion();

    /// <summary>A convolution of a shape; the way it is computed is chosen once.</summary>
    public DnnConvolution Convolution(DnnConvolutionShape shape)
    {
        if (!_convolutions.TryGetValue(shape, out var known)) _convolutions[shape] = known = new(_cuda, _handle, shape);
        return known;
    }

    /// <summary>A recurrent cell over sequences of a shape; null where the library has no way to run it.</summary>
    public DnnRecurrence? Recurrence(DnnRecurrenceShape shape)
    {
        if (_recurrences.TryGetValue(shape, out var known)) return known;
        try { return _recurrences[shape] = new(_cuda, _handle, shape); }
        catch (CudaException e) when (IsNotSupported(e.Code)) { return _recurrences[shape] = null; }
    }

    /// <summary>The library refused a cell when it was run: it is not asked again.</summary>
    public void Refused(DnnRecurrenceShape shape) => _recurrences[shape] = null;

    /// <summary>Whether a status says that the library has no way to do what is asked, on this GPU or on any: in the numbers of version 8 or 9.</summary>
    public static bool IsNotSupported(int status) => status is 6 or 9 or (>= 3000 and < 4000);

    public static void Check(int status, string call)
    {
        if (status == 0) return;
        // Versions 8 and 9 number their statuses differently; only the text tells.
        string text = Marshal.PtrToStringUTF8((nint)CudnnApi.cudnnGetErrorString(status)) ?? "unknown status";
        throw new CudaException($"{call} failed: {text} ({status}). Look at Cuda.Diagnose() for the library's version and the device.", status);
    }
}
