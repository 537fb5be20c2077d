namespace DeepSharp.Gpu;

/// <summary>What a driver and a GPU must be so that the kernels run on them.</summary>
/// <param name="Driver">The CUDA version the driver speaks, for example 12080.</param>
/// <param name="Capability">The GPU's compute capability, for example (9, 0).</param>
/// <param name="ComputeMode">Who may use the GPU: 0 everybody, 2 nobody, 3 one program.</param>
internal readonly record struct CudaRequirements(int Driver, (int Major, int Minor) Capability, int ComputeMode)
{
    /// <summary>The kernels are PTX 7.8, the language of CUDA 11.8, for compute capability 7.0.</summary>
    public const int LeastDriver = 11080, LeastMajor = 7;

    private const int Prohibited = 2, ComputeModeAttribute = 20;

    /// <summary>A GPU of this machine.</summary>
    /// <param name="device">The driver's handle of it.</param>
    public static unsafe CudaRequirements Of(int device)
    {
        int driver = 0;
        Gpu.Driver.Check(DriverApi.cuDriverGetVersion(&driver), nameof(DriverApi.cuDriverGetVersion));
        return new(driver, CudaContext.CapabilityOf(device), CudaContext.Attribute(device, ComputeModeAttribute));
    }

    /// <summary>Why the GPU cannot be used, and the remedy; null where it can.</summary>
    public string? Missing =>
        Driver < LeastDriver
            ? $"the driver speaks CUDA {Version(Driver)}, and {Version(LeastDriver)} is needed: install driver 520 or newer."
        : Capability.Major < LeastMajor
            ? $"its compute capability is {Capability.Major}.{Capability.Minor}, and {LeastMajor}.0 is needed: Volta (2017) or newer."
        : ComputeMode == Prohibited ? "its compute mode is 'prohibited': allow programs with 'nvidia-smi -c 0'."
        : null;

    /// <summary>A version as people write it.</summary>
    public static string Version(int number) => $"{number / 1000}.{number % 1000 / 10}";
}
