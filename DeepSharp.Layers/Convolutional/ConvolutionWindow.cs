namespace DeepSharp.Layers;

/// <summary>The part of convolutions that has one number for each spatial axis: window, strides, dilation; and what the axes are called.</summary>
internal sealed record ConvolutionWindow(int[] Lengths, int[] Strides, int[] Dilations)
{
    private static readonly string[] s_layouts = ["[batch, steps, channels]", "[batch, height, width, channels]", "[batch, depth, height, width, channels]"];

    /// <summary>The input's axes in words.</summary>
    public string Layout => LayoutOf(Lengths.Length);

    /// <summary>The input's axes in words, for 1 to 3 spatial axes.</summary>
    public static string LayoutOf(int axes) => s_layouts[axes - 1];

    /// <summary>Rejects strides together with dilation, which no rule defines.</summary>
    /// <exception cref="InvalidValueException">Both are above one.</exception>
    public void Require(Layer layer)
    {
        if (Strides.Any(s => s > 1) && Dilations.Any(d => d > 1))
            throw new InvalidValueException(
                $"{layer.TypeName} cannot have strides above 1 together with a dilation rate above 1, but got strides ({string.Join(", ", Strides)}) and dilation rate ({string.Join(", ", Dilations)}). Set one of them to 1.");
    }
}
