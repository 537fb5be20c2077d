namespace DeepSharp.Gpu;

/// <summary>A convolution of one shape: its descriptors, and the way each direction is computed.</summary>
internal sealed unsafe class DnnConvolution
{
    private const int ChannelsLast = 1, CrossCorrelation = 1, Asked = 10;
    private const long MostWorkspace = 1L << 30;

    private readonly CudaContext _cuda;
    private readonly LibraryHandle _handle, _x, _y, _w, _convolution;
    private readonly DnnConvolutionShape _shape;
    private DnnAlgorithm? _forward, _inputGradient, _kernelGradient;

    public DnnConvolution(CudaContext cuda, LibraryHandle handle, DnnConvolutionShape shape)
    {
        (_cuda, _handle, _shape) = (cuda, handle, shape);
        _x = TensorOf(shape.Channels, shape.Input.Span);
        _y = TensorOf(shape.Filters, shape.Output.Span);
        _w = Filter();
        _convolution = Convolution();
    }

    /// <summary>y = x ∗ w.</summary>
    public void Forward(DevicePointer x, DevicePointer w, DevicePointer y) => Run(DnnConvolutionDirection.Forward, ref _forward, x, w, y);

    /// <summary>The gradient for x.</summary>
    public void InputGradient(DevicePointer w, DevicePointer dy, DevicePointer dx) => Run(DnnConvolutionDirection.InputGradient, ref _inputGradient, w, dy, dx);

    /// <summary>The gradient for w.</summary>
    public void KernelGradient(DevicePointer x, DevicePointer dy, DevicePointer dw) =>
        Run(DnnConvolutionDirection.KernelGradient, ref _kernelGradient, x, dy, dw);

    private DnnConvolutionDescriptors Descriptors => new(_handle.Value, _x.Value, _w.Value, _y.Value, _convolution.Value);

    private void Run(DnnConvolutionDirection direction, ref DnnAlgorithm? chosen, DevicePointer first, DevicePointer second, DevicePointer result)
    {
        var way = chosen ??= Choose(direction);
        var (one, zero) = Prepare(way, out var workspace);
        CudaDnn.Check(direction.Run(Descriptors, &one, first, second, way, workspace, &zero, result), direction.RunCall);
    }

    private DnnAlgorithm Choose(DnnConvolutionDirection direction)
    {
        int given;
        var results = stackalloc DnnAlgorithm[Asked];
        CudaDnn.Check(direction.Choose(Descriptors, Asked, &given, results), $"Choosing how to compute a {direction.What}");
        return Best(new(results, given), direction.What);
    }

    /// <summary>The first, which is rated fastest, that works in the workspace allowed and gives the same bits every time.</summary>
    private DnnAlgorithm Best(ReadOnlySpan<DnnAlgorithm> ways, string what)
    {
        foreach (ref readonly var way in ways)
            if (way.Status == 0 && way.Determinism == 1 && (long)way.Memory <= MostWorkspace) return way;
        throw new CudaException($"cuDNN {CudaDnn.Version} has no deterministic way to compute a {what} of {_shape}.");
    }

    private (AnyFloat One, AnyFloat Zero) Prepare(DnnAlgorithm way, out DevicePointer workspace)
    {
        // The ways differ in arithmetic, which is a property of the descriptor.
        CudaDnn.Check(CudnnApi.cudnnSetConvolutionMathType(_convolution.Value, way.MathType), nameof(CudnnApi.cudnnSetConvolutionMathType));
        workspace = way.Memory == 0 ? default : _cuda.Scratch((long)way.Memory);
        bool wide = _shape.Type == DType.Float64;
        return (AnyFloat.Of(1, wide), AnyFloat.Of(0, wide));
    }

    private LibraryHandle TensorOf(int channels, ReadOnlySpan<int> spatial)
    {
        nint descriptor;
        CudaDnn.Check(CudnnApi.cudnnCreateTensorDescriptor(&descriptor), nameof(CudnnApi.cudnnCreateTensorDescriptor));
        var handle = new LibraryHandle(descriptor, CudnnApi.cudnnDestroyTensorDescriptor);
        int rank = spatial.Length + 2;
        int* lengths = stackalloc int[rank], steps = stackalloc int[rank];
        (lengths[0], lengths[1], steps[1]) = (_shape.Batch, channels, 1);
        int step = channels;
        for (int d = rank - 1; d >= 2; d--)
        {
            (lengths[d], steps[d]) = (spatial[d - 2], step);
            step = checked(step * spatial[d - 2]);
        }
        steps[0] = step;
        CudaDnn.Check(CudnnApi.cudnnSetTensorNdDescriptor(descriptor, _shape.DataType, rank, lengths, steps), nameof(CudnnApi.cudnnSetTensorNdDescriptor));
        return handle;
    }

    private LibraryHandle Filter()
    {
        nint descriptor;
        CudaDnn.Check(CudnnApi.cudnnCreateFilterDescriptor(&descriptor), nameof(CudnnApi.cudnnCreateFilterDescriptor));
        var handle = new LibraryHandle(descriptor, CudnnApi.cudnnDestroyFilterDescriptor);
        int rank = _shape.Kernel.Count + 2;
        int* lengths = stackalloc int[rank];
        (lengths[0], lengths[1]) = (_shape.Filters, _shape.Channels / _shape.Groups);
        for (int d = 2; d < rank; d++) lengths[d] = _shape.Kernel[d - 2];
        CudaDnn.Check(CudnnApi.cudnnSetFilterNdDescriptor(descriptor, _shape.DataType, ChannelsLast, rank, lengths), nameof(CudnnApi.cudnnSetFilterNdDescriptor));
        return handle;
    }

    private LibraryHandle Convolution()
    {
        nint descriptor;
        CudaDnn.Check(CudnnApi.cudnnCreateConvolutionDescriptor(&descriptor), nameof(CudnnApi.cudnnCreateConvolutionDescriptor));
        var handle = new LibraryHandle(descriptor, CudnnApi.cudnnDestroyConvolutionDescriptor);
        fixed (int* padding = _shape.Padding.Span, strides = _shape.Strides.Span, dilations = _shape.Dilations.Span)
            CudaDnn.Check(
                CudnnApi.cudnnSetConvolutionNdDescriptor(descriptor, _shape.Kernel.Count, padding, strides, dilations, CrossCorrelation, _shape.ComputeType),
                nameof(CudnnApi.cudnnSetConvolutionNdDescriptor));
        CudaDnn.Check(CudnnApi.cudnnSetConvolutionMathType(descriptor, _shape.MathType), nameof(CudnnApi.cudnnSetConvolutionMathType));
        CudaDnn.Check(CudnnApi.cudnnSetConvolutionGroupCount(descriptor, _shape.Groups), nameof(CudnnApi.cudnnSetConvolutionGroupCount));
        return handle;
    }
}
