namespace DeepSharp.Gpu;

/// <summary>A convolution of one shape: its descriptors, and the way each direction is computed.</summary>
internal sealed unsafe class DnnConvolution
{
    private const int ChannelsLast = 1, CrossCorrelation = 1, Asked = 10;

    private readonly CudaContext _cuda;
    private readonly LibraryHandle _handle, _x, _y, _w, _convolution;
    private readonly DnnConvolutionShape _shape;
    private DnnWays? _forward, _inputGradient, _kernelGradient;

    public DnnConvolution(CudaContext cuda, LibraryHandle handle, DnnConvolutionShape shape)
    {
        (_cuda, _handle, _shape) = (cuda, handle, shape);
        _x = TensorOf(shape.Channels, shape.Input.Span);
        _y = TensorOf(shape.Filters, shape.Output.Span);
        _w = Filter();
        _convolution = Convolution();
    }

    /// <summary>y = x ∗ w; false, and nothing is done, where the library has no way to.</summary>
    public bool Forward(DevicePointer x, DevicePointer w, DevicePointer y) => Run(DnnConvolutionDirection.Forward, ref _forward, x, w, y);

    /// <summary>The gradient for x; false, and nothing is done, where the library has no way to.</summary>
    public bool InputGradient(DevicePointer w, DevicePointer dy, DevicePointer dx) =>
        Run(DnnConvolutionDirection.InputGradient, ref _inputGradient, w, dy, dx);

    /// <summary>The gradient for w; false, and nothing is done, where the library has no way to.</summary>
    public bool KernelGradient(DevicePointer x, DevicePointer dy, DevicePointer dw) =>
        Run(DnnConvolutionDirection.KernelGradient, ref _kernelGradient, x, dy, dw);

    private DnnConvolutionDescriptors Descriptors => new(_handle.Value, _x.Value, _w.Value, _y.Value, _convolution.Value);

    private bool Run(DnnConvolutionDirection direction, ref DnnWays? ways, DevicePointer first, DevicePointer second, DevicePointer result)
    {
        ways ??= Offered(direction);
        while (ways.Best is { } way)
        {
            var (one, zero) = Prepare(way, out var workspace);
            if (ways.Took(direction.Run(Descriptors, &one, first, second, way, workspace, &zero, result), direction.RunCall)) return true;
        }
        return false;
    }

    private DnnWays Offered(DnnConvolutionDirection direction)
    {
        int given = 0;
        var results = stackalloc DnnAlgorithm[Asked];
        int status = direction.Choose(Descriptors, Asked, &given, results);
        if (CudaDnn.IsNotSupported(status)) return new([]);
        CudaDnn.Check(status, $"Choosing how to compute a {direction.What}");
        return new(new ReadOnlySpan<DnnAlgorithm>(results, given));
    }

    private (AnyFloat One, AnyFloat Zero) Prepare(DnnAlgorithm way, out DevicePointer workspace)
    {
        // The ways differ in arithmetic, which is a property of the descriptor. What a way says of itself must not bring back a rounding that was excluded.
        int math = _shape.MathType == DnnConvolutionShape.StrictMath ? DnnConvolutionShape.StrictMath : way.MathType;
        CudaDnn.Check(CudnnApi.cudnnSetConvolutionMathType(_convolution.Value, math), nameof(CudnnApi.cudnnSetConvolutionMathType));
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
