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
    public bool Forward(DevicePointer x, DevicePointer w, DevicePointer y)
    {
        for (_forward ??= ForwardWays(); _forward.Best is { } way;)
        {
            var (one, zero) = Prepare(way, out var workspace);
            int status = CudnnApi.cudnnConvolutionForward(
                _handle.Value, &one, _x.Value, x, _w.Value, w, _convolution.Value, way.Algorithm, workspace, way.Memory, &zero, _y.Value, y);
            if (_forward.Took(status, nameof(CudnnApi.cudnnConvolutionForward))) return true;
        }
        return false;
    }

    /// <summary>The gradient for x; false, and nothing is done, where the library has no way to.</summary>
    public bool InputGradient(DevicePointer w, DevicePointer dy, DevicePointer dx)
    {
        for (_inputGradient ??= InputGradientWays(); _inputGradient.Best is { } way;)
        {
            var (one, zero) = Prepare(way, out var workspace);
            int status = CudnnApi.cudnnConvolutionBackwardData(
                _handle.Value, &one, _w.Value, w, _y.Value, dy, _convolution.Value, way.Algorithm, workspace, way.Memory, &zero, _x.Value, dx);
            if (_inputGradient.Took(status, nameof(CudnnApi.cudnnConvolutionBackwardData))) return true;
        }
        return false;
    }

    /// <summary>The gradient for w; false, and nothing is done, where the library has no way to.</summary>
    public bool KernelGradient(DevicePointer x, DevicePointer dy, DevicePointer dw)
    {
        for (_kernelGradient ??= KernelGradientWays(); _kernelGradient.Best is { } way;)
        {
            var (one, zero) = Prepare(way, out var workspace);
            int status = CudnnApi.cudnnConvolutionBackwardFilter(
                _handle.Value, &one, _x.Value, x, _y.Value, dy, _convolution.Value, way.Algorithm, workspace, way.Memory, &zero, _w.Value, dw);
            if (_kernelGradient.Took(status, nameof(CudnnApi.cudnnConvolutionBackwardFilter))) return true;
        }
        return false;
    }

    private DnnWays ForwardWays()
    {
        int given = 0;
        var results = stackalloc DnnAlgorithm[Asked];
        int status = CudnnApi.cudnnGetConvolutionForwardAlgorithm_v7(_handle.Value, _x.Value, _w.Value, _convolution.Value, _y.Value, Asked, &given, results);
        return Offered(status, new(results, given), "a convolution");
    }

    private DnnWays InputGradientWays()
    {
        int given = 0;
        var results = stackalloc DnnAlgorithm[Asked];
        int status = CudnnApi.cudnnGetConvolutionBackwardDataAlgorithm_v7(
            _handle.Value, _w.Value, _y.Value, _convolution.Value, _x.Value, Asked, &given, results);
        return Offered(status, new(results, given), "a convolution's input gradient");
    }

    private DnnWays KernelGradientWays()
    {
        int given = 0;
        var results = stackalloc DnnAlgorithm[Asked];
        int status = CudnnApi.cudnnGetConvolutionBackwardFilterAlgorithm_v7(
            _handle.Value, _x.Value, _y.Value, _convolution.Value, _w.Value, Asked, &given, results);
        return Offered(status, new(results, given), "a convolution's kernel gradient");
    }

    private static DnnWays Offered(int status, ReadOnlySpan<DnnAlgorithm> ways, string what)
    {
        if (CudaDnn.IsNotSupported(status)) return new([]);
        CudaDnn.Check(status, $"Choosing how to compute {what}");
        return new(ways);
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
