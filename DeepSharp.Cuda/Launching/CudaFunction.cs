namespace DeepSharp.Gpu;

/// <summary>A kernel that can be launched, with the parameter sizes its PTX declares.</summary>
internal sealed unsafe class CudaFunction(CudaModule module, nint handle, string name, int[] parameterSizes)
{
    private const int MaxDynamicShared = 8, SharedWithoutAsking = 48 * 1024;

    private int _shared = SharedWithoutAsking;

    public string Name => name;

    /// <summary>Puts one run of the kernel into a stream.</summary>
    /// <exception cref="CudaException">The arguments do not fit the kernel's parameters, or the driver refuses the launch.</exception>
    public void Launch(LaunchGrid grid, CudaStream stream, params ReadOnlySpan<KernelArgument> arguments)
    {
        if (arguments.Length != parameterSizes.Length)
            throw new CudaException($"Kernel '{name}' takes {parameterSizes.Length} arguments but got {arguments.Length}.");
        void** pointers = stackalloc void*[arguments.Length];
        fixed (KernelArgument* values = arguments)
        {
            for (int i = 0; i < arguments.Length; i++)
            {
                if (values[i].Size != parameterSizes[i])
                    throw new CudaException($"Argument {i} of kernel '{name}' has {values[i].Size} bytes, but the parameter has {parameterSizes[i]}.");
                pointers[i] = &values[i];
            }
            if (grid.SharedBytes > _shared) AskForShared(grid.SharedBytes);
            int status = DriverApi.cuLaunchKernel(
                handle, (uint)grid.Blocks.X, (uint)grid.Blocks.Y, (uint)grid.Blocks.Z, (uint)grid.Threads.X, (uint)grid.Threads.Y, (uint)grid.Threads.Z,
                (uint)grid.SharedBytes, stream.Value, pointers, null);
            if (status != 0) throw Driver.Failure(status, $"Launching kernel '{name}' ({grid})");
        }
        GC.KeepAlive(module);
    }

    /// <summary>More than 48 KiB of dynamic shared memory is given only to kernels that ask for it.</summary>
    private void AskForShared(int bytes)
    {
        Driver.Check(DriverApi.cuFuncSetAttribute(handle, MaxDynamicShared, bytes), $"Asking for {bytes} B of shared memory for kernel '{name}'");
        _shared = bytes;
    }
}
