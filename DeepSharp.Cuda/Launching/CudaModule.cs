using System.Runtime.InteropServices;
using System.Text;

namespace DeepSharp.Gpu;

/// <summary>Kernels compiled by the driver from one PTX text for the GPU at hand.</summary>
internal sealed unsafe class CudaModule : CudaHandle
{
    private const int ErrorLogBuffer = 5, ErrorLogBytes = 6, LogSize = 8192;

    private readonly Dictionary<string, int[]> _signatures;
    private readonly string _name;

    private CudaModule(nint value, string name, Dictionary<string, int[]> signatures) : base(value) => (_name, _signatures) = (name, signatures);

    /// <summary>Hands PTX to the driver.</summary>
    /// <exception cref="CudaException">The driver refuses it; its compiler's log is part of the message.</exception>
    public static CudaModule Load(string name, string ptx)
    {
        byte[] image = new byte[Encoding.UTF8.GetByteCount(ptx) + 1];
        Encoding.UTF8.GetBytes(ptx, image);
        byte* log = stackalloc byte[LogSize];
        log[0] = 0;
        int* options = stackalloc int[] { ErrorLogBuffer, ErrorLogBytes };
        void** values = stackalloc void*[] { log, (void*)LogSize };
        nint module;
        fixed (byte* bytes = image)
        {
            int status = DriverApi.cuModuleLoadDataEx(&module, bytes, 2, options, values);
            if (status != 0)
            {
                string said = Marshal.PtrToStringUTF8((nint)log)?.Trim() ?? "";
                throw Driver.Failure(status, $"Loading the kernels '{name}'{(said.Length > 0 ? $" ({said})" : "")}");
            }
        }
        return new(module, name, PtxSignatures.Read(ptx));
    }

    /// <summary>A kernel by name.</summary>
    /// <exception cref="CudaException">There is none.</exception>
    public CudaFunction Function(string entry)
    {
        if (!_signatures.TryGetValue(entry, out int[]? sizes))
            throw new CudaException($"The kernels '{_name}' have no entry '{entry}'{KnownNames.Instead(entry, _signatures.Keys)}.");
        byte[] name = [.. Encoding.UTF8.GetBytes(entry), 0];
        nint function;
        fixed (byte* text = name) Driver.Check(DriverApi.cuModuleGetFunction(&function, Value, text), $"{nameof(DriverApi.cuModuleGetFunction)}({entry})");
        return new(this, function, entry, sizes);
    }

    protected override int Destroy() => DriverApi.cuModuleUnload(handle);
}
