namespace DeepSharp;

/// <summary>
/// Images blurred with a Gaussian: y = x ∗ g, with g[i, j] ∝ exp(−(i/σᵥ)²/2 − (j/σₕ)²/2) around the middle of a window and Σ g = 1; what lies outside
/// reads as zero. Inputs: images [batch, height, width, channels] and σ [batch, 2] or [1, 2] in pixels, down and across.
/// </summary>
/// <param name="KernelSize">Height and width of the window, odd.</param>
public sealed record GaussianBlurOp(EquatableArray<int> KernelSize) : Op
{
    /// <inheritdoc/>
    public override string Family => "Images";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (images, sigma) = (inputs[0], inputs[1]);
        ImageOperands.RequireBatch(Name, images);
        ImageOperands.RequireType(Name, "sigmas", sigma, images);
        if (KernelSize.Count != 2 || KernelSize[0] < 1 || KernelSize[1] < 1 || KernelSize[0] % 2 == 0 || KernelSize[1] % 2 == 0)
            throw new InvalidValueException($"[{Name}] expects an odd height and an odd width of the window but got {KernelSize}.");
        if (sigma.Shape.Rank != 2 || sigma.Shape[1] != 2 || sigma.Shape[0] != 1 && !sigma.Shape[..1].Matches(images.Shape[..1]))
            throw new ShapeMismatchException($"[{Name}] expects sigmas [batch, 2] or [1, 2] for the images {images.Shape} but got {sigma.Shape}.");
        return [images];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (images, sigma) = (x[0], x[1]);
        int count = sigma.Shape[0], channels = images.Shape[3];
        if (count * channels == 0) return [images.Alias()];
        // The Gaussian is a product, so two passes of one axis each do. Images with their own σ are laid side by side as channels.
        Shape folded = [1, images.Shape[1], images.Shape[2], count * channels];
        var y = count == 1 ? images : images.Transpose((int[])[1, 2, 0, 3]).Reshape(folded);
        for (int axis = 0; axis < 2; axis++)
        {
            int taps = KernelSize[axis];
            var offset = Tensor.Arange(0, taps, 1, images.DType, images.Device) - (taps - 1) / 2;
            var weights = (-0.5 * (offset / sigma.Slice(1, axis..(axis + 1))).Square()).Exp();
            weights = (weights / weights.Sum(1, keepDims: true)).Transpose().ExpandDims(-1).BroadcastTo([taps, count, channels]);
            var kernel = weights.Reshape(axis == 0 ? [taps, 1, 1, count * channels] : [1, taps, 1, count * channels]);
            y = y.Conv(kernel, padding: Padding.Same, groups: count * channels);
        }
        return [count == 1 ? y : y.Reshape([.. images.Shape.Dims[1..3], count, channels]).Transpose((int[])[2, 0, 1, 3])];
    }
}

public sealed partial class Tensor
{
    /// <summary>These images [batch, height, width, channels] blurred with a Gaussian.</summary>
    /// <param name="kernelSize">Height and width of the window, odd.</param>
    /// <param name="sigma">[batch, 2] or [1, 2]: the standard deviations down and across, in pixels.</param>
    /// <exception cref="ShapeMismatchException">The images or the deviations have other axes.</exception>
    /// <exception cref="InvalidValueException">The window's lengths are not odd.</exception>
    public Tensor GaussianBlur(EquatableArray<int> kernelSize, Tensor sigma)
    {
        var images = Fractional(this);
        return new GaussianBlurOp(kernelSize).Apply(images, sigma.Cast(images.DType));
    }
}
