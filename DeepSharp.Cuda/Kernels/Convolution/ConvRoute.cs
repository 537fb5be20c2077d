using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>
/// Chooses who convolves: cuBLAS where the convolution is one product of the data as it lies, cuDNN where it is found and has a way that repeats bit for bit,
/// else kernels of our own.
/// Groups of few channels always have the latter, and float64, for which cuDNN wants the channels first.
/// </summary>
/// <remarks>Belongs to one kernel and keeps its plan.</remarks>
internal sealed class ConvRoute
{
    private const int TensorCoresOfBFloat16 = 8;

    private ConvGeometry _grid;
    private DnnConvolutionPlan? _plan;
    private bool _isPlanned;

    /// <summary>y from x [batch, inputs.., channels] and the kernel.</summary>
    public void Forward(CudaContext cuda, ConvGeometry grid, DType type, DevicePointer x, DevicePointer kernel, DevicePointer y)
    {
        var (channels, filters) = (grid.InChannels, grid.OutChannels);
        if (IsProduct(grid)) cuda.Blas.Gemm(type, Pixels(grid), filters, channels, new(x, channels), new(kernel, filters), new(y, filters));
        else if (!(Plan(cuda, grid, type)?.Forward(x, kernel, y) ?? false)) Own(cuda, grid, type).Forward(x, kernel, y);
    }

    /// <summary>dx from dy and the kernel.</summary>
    public void InputGradient(CudaContext cuda, ConvGeometry grid, DType type, DevicePointer dy, DevicePointer kernel, DevicePointer dx)
    {
        var (channels, filters) = (grid.InChannels, grid.OutChannels);
        if (IsProduct(grid))
            cuda.Blas.Gemm(type, Pixels(grid), channels, filters, new(dy, filters), new(kernel, filters, Transposed: true), new(dx, channels));
        else if (!(Plan(cuda, grid, type)?.InputGradient(dy, kernel, dx) ?? false)) Own(cuda, grid, type).InputGradient(dy, kernel, dx);
    }

    /// <summary>dk from x and dy.</summary>
    public void KernelGradient(CudaContext cuda, ConvGeometry grid, DType type, DevicePointer x, DevicePointer dy, DevicePointer dk)
    {
        var (channels, filters) = (grid.InChannels, grid.OutChannels);
        if (IsProduct(grid))
            cuda.Blas.Gemm(type, channels, filters, Pixels(grid), new(x, channels, Transposed: true), new(dy, filters), new(dk, filters));
        else if (!(Plan(cuda, grid, type)?.KernelGradient(x, dy, dk) ?? false)) Own(cuda, grid, type).KernelGradient(x, dy, dk);
    }

    /// <summary>Own kernels, from now on: where the library has no way it is not asked again.</summary>
    private ConvLaunch Own(CudaContext cuda, ConvGeometry grid, DType type)
    {
        _plan = null;
        return new(cuda, grid, type);
    }

    private static int Pixels(ConvGeometry grid) => checked(grid.Batch * grid.Output.Volume);

    private static bool HasElements(ConvGeometry grid) => Pixels(grid) > 0 && grid.Input.Volume > 0 && grid.InChannels > 0 && grid.OutChannels > 0;

    private static bool IsProduct(ConvGeometry grid) =>
        grid.IsPointwise && grid.Groups == 1 && HasElements(grid) && NativeLibraries.Load(NativeLibraryName.Blas).Handle != 0;

    private DnnConvolutionPlan? Plan(CudaContext cuda, ConvGeometry grid, DType type)
    {
        if (_isPlanned && _grid == grid) return _plan;
        bool suits = HasElements(grid) && !ConvLaunch.HasSmallGroups(grid) && type != DType.Float64
            && (type != DType.BFloat16 || cuda.Capability.Major >= TensorCoresOfBFloat16);
        (_grid, _isPlanned) = (grid, true);
        return _plan = suits && cuda.Dnn is { } library ? new(cuda, library, grid, type) : null;
    }
}
