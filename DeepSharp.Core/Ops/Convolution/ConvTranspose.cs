namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>
    /// Transposed convolution over [batch, spatial.., channels]: the input gradient of a convolution, used to enlarge. For an input length
    /// n, stride s and a window that spans k the output length is (n − 1)·s + max(k, s) for <see cref="Padding.Valid"/> and n·s for
    /// <see cref="Padding.Same"/>; with output padding p it is (n − 1)·s + k + p and (n − 1)·s + (k mod 2) + p.
    /// </summary>
    /// <param name="kernel">The weights [taps.., outChannels / groups, channels], the order of the convolution that this reverses.</param>
    /// <param name="strides">The factor of enlargement: one number for each spatial axis or one for all; 1 if not given.</param>
    /// <param name="padding"><see cref="Padding.Valid"/> or <see cref="Padding.Same"/>.</param>
    /// <param name="outputPadding">Further elements at the end of each spatial axis, below its stride; none given follows the rule above.</param>
    /// <param name="dilations">The distance between taps: one number for each spatial axis or one for all; 1 if not given.</param>
    /// <param name="groups">Independent groups of channels.</param>
    /// <returns>A tensor [batch, outputs.., outChannels].</returns>
    /// <exception cref="ShapeMismatchException">The channels do not fit or the groups do not divide them.</exception>
    /// <exception cref="InvalidValueException">An argument is out of range, or the padding is causal or explicit.</exception>
    public Tensor ConvTranspose(
        Tensor kernel, EquatableArray<int> strides = default, Padding padding = Padding.Valid, EquatableArray<int> outputPadding = default,
        EquatableArray<int> dilations = default, int groups = 1)
    {
        const string who = "conv_transpose";
        int axes = Rank - 2;
        (strides, dilations) = (ConvOperands.Fill(strides, axes), ConvOperands.Fill(dilations, axes));
        if (padding == Padding.Causal) throw new InvalidValueException($"[{who}] padding must be Valid or Same but is {padding}.");
        if (kernel.Rank == Rank && axes is >= 1 and <= 3)
        {
            ConvOperands.RequireSteps(who, "strides", strides, axes);
            ConvOperands.RequireSteps(who, "dilations", dilations, axes);
            if (outputPadding.Count > 0) outputPadding = ConvOperands.Fill(outputPadding, axes);
            if (outputPadding.Count > 0 && outputPadding.Count != axes)
                throw new InvalidValueException($"[{who}] expects {axes} output paddings, one for each spatial axis, but got {outputPadding}.");
        }
        else
        {
            // The op's own shape rule says what is wrong.
            return new ConvInputGradientOp(strides, dilations, [], groups, []).Apply(this, kernel);
        }

        var (pairs, lengths) = (new (int, int)[axes], new int[axes]);
        for (int i = 0; i < axes; i++)
        {
            int stride = strides[i], span = ConvOperands.Span(kernel.Shape[i], dilations[i]);
            // How far the output reaches beyond the first place of its last window.
            int reach = (padding, outputPadding.Count) switch
            {
                (Padding.Valid, 0) => Math.Max(span, stride),
                (Padding.Same, 0) => stride,
                (Padding.Valid, _) => span + Extra(i),
                _ => span % 2 + Extra(i),
            };
            int before = padding == Padding.Same ? Math.Max(span - reach, 0) / 2 : 0;
            pairs[i] = (before, Math.Max(span - reach - before, 0));
            lengths[i] = Shape[i + 1] == Dim.Any || span == Dim.Any ? Dim.Any : (Shape[i + 1] - 1) * stride + reach;
            if (lengths[i] != Dim.Any && lengths[i] < 1)
                throw new ShapeMismatchException($"[{who}] the input {Shape} leaves no output along spatial axis {i}. Use a larger input or output padding.");
        }
        return new ConvInputGradientOp(strides, dilations, new(pairs), groups, lengths).Apply(this, kernel);

        int Extra(int i) => outputPadding[i] >= 0 && outputPadding[i] < strides[i]
            ? outputPadding[i]
            : throw new InvalidValueException($"[{who}] output padding must be from 0 to below the stride, but is {outputPadding} for strides {strides}.");
    }
}
