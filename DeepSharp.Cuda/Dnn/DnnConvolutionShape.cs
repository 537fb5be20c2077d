namespace DeepSharp.Gpu;

/// <summary>What a convolution's way of computing depends on. Inputs are [batch, input.., channels], outputs [batch, output.., filters], kernels [filters, kernel.., channels / groups].</summary>
/// <param name="Type">Element type; sums of 16-bit floats are kept in float32.</param>
/// <param name="Batch">Images.</param>
/// <param name="Channels">Channels of the input.</param>
/// <param name="Filters">Channels of the output.</param>
/// <param name="Input">Lengths of the input's spatial axes, two or three.</param>
/// <param name="Kernel">Lengths of the kernel.</param>
/// <param name="Output">Lengths of the output.</param>
/// <param name="Strides">Steps of the window.</param>
/// <param name="Padding">Zeros before and after each axis, equally many.</param>
/// <param name="Dilations">Steps between the kernel's taps.</param>
/// <param name="Groups">Groups of channels convolved apart.</param>
/// <param name="AllowTf32">Whether float32 factors may be rounded to TensorFloat-32.</param>
internal sealed record DnnConvolutionShape(
    DType Type, int Batch, int Channels, int Filters, EquatableArray<int> Input, EquatableArray<int> Kernel, EquatableArray<int> Output,
    EquatableArray<int> Strides, EquatableArray<int> Padding, EquatableArray<int> Dilations, int Groups, bool AllowTf32)
{
    /// <summary>cuDNN's number of products that are not rounded.</summary>
    public const int StrictMath = 3;

    /// <summary>cuDNN's number of the element type.</summary>
    public int DataType => Type switch
    {
        DType.Float32 => 0,
        DType.Float64 => 1,
        DType.Float16 => 2,
        DType.BFloat16 => 9,
        _ => throw new DTypeMismatchException($"cuDNN convolves floating types only, not {Type.KerasName}."),
    };

    /// <summary>cuDNN's number of the type sums are kept in.</summary>
    public int ComputeType => Type == DType.Float64 ? 1 : 0;

    /// <summary>cuDNN's number of the arithmetic allowed: tensor cores for 16-bit types, exact products for float32 without TF32.</summary>
    public int MathType => Type switch { DType.Float32 => AllowTf32 ? 0 : StrictMath, DType.Float64 => 0, _ => 1 };
}
