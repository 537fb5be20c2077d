namespace DeepSharp;

/// <summary>The checks that ops over images share.</summary>
internal static class ImageOperands
{
    /// <summary>Rejects what is no batch of floating images.</summary>
    public static void RequireBatch(string who, TensorSpec images)
    {
        Domains.Require(who, FnDomain.Floating, images.DType);
        if (images.Shape.Rank != 4)
            throw new ShapeMismatchException(
                $"[{who}] expects images [batch, height, width, channels] but got {images.Shape}. Add a missing axis with ExpandDims.");
    }

    /// <summary>Rejects data whose last axis is not red, green and blue (or hue, saturation and value).</summary>
    public static void RequireColors(string who, TensorSpec images)
    {
        Domains.Require(who, FnDomain.Floating, images.DType);
        if (images.Shape.Rank == 0 || images.Shape[^1] is not (3 or Dim.Any))
            throw new ShapeMismatchException(
                $"[{who}] expects 3 channels on the last axis but got {images.Shape}. Channels stand last; a grey image has no colors.");
    }

    /// <summary>Rejects ways to read between pixels that sampling at any place does not know.</summary>
    public static void RequireSampling(string who, Interpolation interpolation)
    {
        if (interpolation is not (Interpolation.Nearest or Interpolation.Bilinear))
            throw new InvalidValueException($"[{who}] interpolates Nearest or Bilinear but {interpolation} was asked for.");
    }

    /// <summary>Rejects operands of another element type than the images.</summary>
    public static void RequireType(string who, string what, TensorSpec operand, TensorSpec images)
    {
        if (operand.DType != images.DType)
            throw new DTypeMismatchException($"[{who}] {what} must have the images' element type {images.DType.KerasName} but are {operand}. Cast them.");
    }
}
