namespace DeepSharp;

/// <summary>Integer labels beside rows of classes: the shape rule and the one-hot form that the losses share.</summary>
internal static class Labels
{
    /// <summary>Checks values [.., classes] and labels [..]; gives the spec of one number a label.</summary>
    public static TensorSpec Infer(string who, TensorSpec values, TensorSpec labels)
    {
        Domains.Require(who, FnDomain.Floating, values.DType);
        if (labels.DType is not (DType.Int32 or DType.Int64))
            throw new DTypeMismatchException(
                $"[{who}] labels must be int32 or int64 but are {labels}. Cast them, or use the categorical loss for one-hot targets.");
        if (values.Shape.Rank == 0 || !values.Shape[..^1].Matches(labels.Shape))
            throw new ShapeMismatchException(
                $"[{who}] expects one label for each row of classes: values {values.Shape} need labels " +
                $"{(values.Shape.Rank == 0 ? "and at least one axis" : values.Shape[..^1])} but got {labels.Shape}.");
        return new(values.Shape[..^1], values.DType);
    }

    /// <summary>Labels as the ops take them: uint8 becomes int32.</summary>
    public static Tensor Widen(Tensor labels) => labels.DType == DType.UInt8 ? labels.Cast(DType.Int32) : labels;

    /// <summary>bool [.., classes]: true where the class is the label's and the label is not ignored.</summary>
    public static Tensor OneHot(Tensor labels, int classes, int? ignoreClass)
    {
        var device = labels.Device == Device.Null ? Device.Cpu : labels.Device;
        var hit = Tensor.Equal(labels.ExpandDims(-1), Tensor.Arange(0, classes, 1, labels.DType, device));
        if (ignoreClass is not { } ignore) return hit;
        return Tensor.Where(labels.Equal(ignore).ExpandDims(-1), Tensor.Zeros([], DType.Bool, device), hit);
    }

    /// <summary>Zero where the label is ignored, else the value.</summary>
    public static Tensor Keep(Tensor value, Tensor labels, int? ignoreClass) =>
        ignoreClass is { } ignore ? Tensor.Where(labels.Equal(ignore), value.ScalarLike(0), value) : value;
}
