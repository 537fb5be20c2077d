namespace DeepSharp;

/// <summary>The axis of the classes, brought to the end where the fused kernels want it.</summary>
internal static class ClassAxis
{
    public static bool IsLast(Shape shape, int axis, string who) => shape.Axis(axis, who) == shape.Rank - 1;

    /// <summary>The spec with the axis moved to the end.</summary>
    public static TensorSpec Last(TensorSpec spec, int axis, string who)
    {
        int a = spec.Shape.Axis(axis, who);
        return spec with { Shape = spec.Shape.Remove(a).Concat(spec.Shape[a]) };
    }

    /// <summary>The tensor with the axis moved to the end, as a view.</summary>
    public static Tensor ToLast(Tensor x, int axis)
    {
        int a = x.Shape.Axis(axis);
        return x.Transpose([.. Enumerable.Range(0, x.Rank).Where(i => i != a), a]);
    }
}
