using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>
/// A convolution through cuDNN. The library wants kernels [filters, taps.., channels], which is the transpose of ours, and equal padding before
/// and after: where that cannot say the same, the input is filled up with zeros first.
/// </summary>
internal sealed class DnnConvolutionPlan
{
    private readonly CudaContext _cuda;
    private readonly DnnConvolution _convolution;
    private readonly DType _type;
    private readonly int _batch, _channels, _filters, _kernelRows;
    private readonly Extent3 _input, _padded, _before;
    private readonly bool _isPadded;

    /// <summary>Plans a convolution; nothing is allocated when it runs.</summary>
    public DnnConvolutionPlan(CudaContext cuda, CudaDnn library, ConvGeometry grid, DType type)
    {
        (_cuda, _type, _batch, _channels, _filters) = (cuda, type, grid.Batch, grid.InChannels, grid.OutChannels);
        (_input, _before, _kernelRows) = (grid.Input, grid.PadBefore, grid.Kernel.Volume * grid.GroupIn);
        var (stride, taps, step) = (grid.Stride, grid.Kernel, grid.Dilation);
        Extent3 span = new(Span(taps.D, step.D), Span(taps.H, step.H), Span(taps.W, step.W));
        _isPadded = !(Fits(_input.D, _before.D, span.D, stride.D, grid.Output.D) && Fits(_input.H, _before.H, span.H, stride.H, grid.Output.H)
            && Fits(_input.W, _before.W, span.W, stride.W, grid.Output.W));
        _padded = !_isPadded ? _input : new(
            (grid.Output.D - 1) * stride.D + span.D, (grid.Output.H - 1) * stride.H + span.H, (grid.Output.W - 1) * stride.W + span.W);
        var padding = _isPadded ? default : _before;
        // The library knows two and three axes.
        bool flat = grid.Kernel.D == 1 && _padded.D == 1 && grid.Output.D == 1;
        EquatableArray<int> Axes(Extent3 lengths) => flat ? [lengths.H, lengths.W] : [lengths.D, lengths.H, lengths.W];
        _convolution = library.Convolution(new(
            type, grid.Batch, _channels, _filters, Axes(_padded), Axes(taps), Axes(grid.Output), Axes(stride), Axes(padding), Axes(step), grid.Groups,
            Cuda.AllowTf32));
    }

    private long PaddedCount => (long)_batch * _padded.Volume * _channels;

    private long KernelBytes => (long)_kernelRows * _filters * _type.Size;

    /// <summary>y from x and the kernel; false where the library has no way to.</summary>
    public bool Forward(DevicePointer x, DevicePointer kernel, DevicePointer y) => _convolution.Forward(Padded(x), Turned(kernel), y);

    /// <summary>dx from dy and the kernel; false where the library has no way to.</summary>
    public bool InputGradient(DevicePointer dy, DevicePointer kernel, DevicePointer dx)
    {
        var weights = Turned(kernel);
        if (!_isPadded) return _convolution.InputGradient(weights, dy, dx);
        var padded = _cuda.Scratch(PaddedCount * _type.Size);
        if (!_convolution.InputGradient(weights, dy, padded)) return false;
        Shift(padded, _padded, dx, _input, new(-_before.D, -_before.H, -_before.W));
        return true;
    }

    /// <summary>dk from x and dy; false where the library has no way to.</summary>
    public bool KernelGradient(DevicePointer x, DevicePointer dy, DevicePointer dk)
    {
        var turned = _cuda.Scratch(KernelBytes);
        if (!_convolution.KernelGradient(Padded(x), dy, turned)) return false;
        Transpose(turned, dk, _filters, _kernelRows);
        return true;
    }

    private static int Span(int taps, int dilation) => (taps - 1) * dilation + 1;

    private static bool Fits(int input, int before, int span, int stride, int output) =>
        input + 2 * before >= span && (input + 2 * before - span) / stride + 1 == output;

    private DevicePointer Padded(DevicePointer x)
    {
        if (!_isPadded) return x;
        var padded = _cuda.Scratch(PaddedCount * _type.Size);
        Shift(x, _input, padded, _padded, _before);
        return padded;
    }

    private void Shift(DevicePointer x, Extent3 from, DevicePointer y, Extent3 to, Extent3 shift)
    {
        long count = (long)_batch * to.Volume * _channels;
        _cuda.Launch(
            _cuda.Function("spatial_shift", "spatial_shift", _type), _cuda.GridFor(count), x, y, count,
            from.D, from.H, from.W, to.D, to.H, to.W, shift.D, shift.H, shift.W, _channels);
    }

    private DevicePointer Turned(DevicePointer kernel)
    {
        var turned = _cuda.Scratch(KernelBytes);
        Transpose(kernel, turned, _kernelRows, _filters);
        return turned;
    }

    private void Transpose(DevicePointer x, DevicePointer y, int rows, int columns) => _cuda.Launch(
        _cuda.Function("transpose", "transpose", _type), new LaunchGrid(((columns + 31) / 32, (rows + 31) / 32, 1), (32, 8, 1)), x, y, rows, columns);
}
