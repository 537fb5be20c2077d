namespace DeepSharp.Cpu;

/// <summary>
/// The shape of a convolution: data [batch, D, H, W, channels], kernel [kD, kH, kW, inChannels / groups, outChannels]. Output o of an axis
/// sees input <c>o * stride - padBefore + tap * dilation</c>; what lies outside reads as zero.
/// </summary>
internal readonly record struct ConvGeometry(
    int Batch, Extent3 Input, Extent3 Output, Extent3 Kernel, Extent3 Stride, Extent3 Dilation, Extent3 PadBefore,
    int InChannels, int OutChannels, int Groups)
{
    /// <summary>Input channels of a group.</summary>
    public int GroupIn => InChannels / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOut => OutChannels / Groups;

    /// <summary>True where the convolution is one product of the data as it lies: kernel of one tap, no stride, no padding.</summary>
    public bool IsPointwise => Kernel.Volume == 1 && Stride.Volume == 1 && PadBefore == default && Input == Output;

    /// <summary>True where the input gradient writes its rows one after the other, so that an epilogue can follow.</summary>
    public bool GradientTakesEpilogue => Stride.Volume == 1 && !IsDepthwise;

    /// <summary>True where few channels are made of many, which would leave most of each vector empty.</summary>
    public static bool AreFew(int made, int of, int lanes) => made * 3 <= lanes && of >= 16;

    /// <summary>True where each input channel makes its output channels alone.</summary>
    public bool IsDepthwise => Groups > 1 && Groups == InChannels;

    /// <summary>Checks the arguments, fills missing axes and works out the output size of each axis.</summary>
    /// <param name="batch">Images; may be zero.</param>
    /// <param name="input">Input size of the one to three spatial axes.</param>
    /// <param name="kernel">Taps of each axis.</param>
    /// <param name="stride">Step of each axis, at least 1.</param>
    /// <param name="dilation">Distance between taps, at least 1.</param>
    /// <param name="padBefore">Zeros before each axis.</param>
    /// <param name="padAfter">Zeros after each axis.</param>
    /// <param name="inChannels">Channels of the data, a multiple of <paramref name="groups"/>.</param>
    /// <param name="outChannels">Channels of the result, a multiple of <paramref name="groups"/>.</param>
    /// <param name="groups">Independent groups of channels.</param>
    /// <exception cref="ArgumentException">An argument is out of range, the lengths differ, or the groups do not divide the
    /// channels.</exception>
    public static ConvGeometry Create(
        int batch, ReadOnlySpan<int> input, ReadOnlySpan<int> kernel, ReadOnlySpan<int> stride, ReadOnlySpan<int> dilation,
        ReadOnlySpan<int> padBefore, ReadOnlySpan<int> padAfter, int inChannels, int outChannels, int groups = 1)
    {
        int axes = input.Length;
        if (kernel.Length != axes || stride.Length != axes || dilation.Length != axes || padBefore.Length != axes
            || padAfter.Length != axes)
        {
            throw new ArgumentException(
                $"A convolution over {axes} spatial axes needs {axes} values each but got kernel {kernel.Length}, stride {stride.Length}, "
                + $"dilation {dilation.Length}, padding {padBefore.Length} and {padAfter.Length}.");
        }
        if (groups < 1 || inChannels < 1 || outChannels < 1 || inChannels % groups != 0 || outChannels % groups != 0)
            throw new ArgumentException(
                $"A convolution needs channels that its groups divide but got {inChannels} -> {outChannels} channels in {groups} groups.");
        ArgumentOutOfRangeException.ThrowIfNegative(batch);

        Span<int> output = stackalloc int[axes];
        for (int i = 0; i < axes; i++)
        {
            if (input[i] < 0 || kernel[i] < 1 || stride[i] < 1 || dilation[i] < 1 || padBefore[i] < 0 || padAfter[i] < 0)
            {
                throw new ArgumentException(
                    $"Spatial axis {i} of a convolution has input {input[i]}, kernel {kernel[i]}, stride {stride[i]}, "
                    + $"dilation {dilation[i]}, padding {padBefore[i]} and {padAfter[i]}; "
                    + "sizes and padding must be at least 0, the others at least 1.");
            }
            int room = checked(input[i] + padBefore[i] + padAfter[i] - (kernel[i] - 1) * dilation[i] - 1);
            output[i] = room < 0 ? 0 : room / stride[i] + 1;
        }
        return new ConvGeometry(
            batch, Extent3.From(input, 1), Extent3.From(output, 1), Extent3.From(kernel, 1), Extent3.From(stride, 1),
            Extent3.From(dilation, 1), Extent3.From(padBefore, 0), inChannels, outChannels, groups);
    }
}
