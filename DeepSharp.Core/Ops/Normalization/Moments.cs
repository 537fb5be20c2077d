namespace DeepSharp;

/// <summary>Mean and variance over axes, and the shapes that go with them: what the compositions of the normalizations share.</summary>
internal static class Moments
{
    /// <summary>x − mean, the mean and the biased variance, the last two with the reduced axes kept at length one.</summary>
    public static (Tensor Centered, Tensor Mean, Tensor Variance) Of(Tensor x, Axes axes)
    {
        var mean = x.Mean(axes, keepDims: true);
        var centered = x - mean;
        return (centered, mean, centered.Square().Mean(axes, keepDims: true));
    }

    /// <summary>A parameter over some axes of a shape, reshaped so that it broadcasts along them.</summary>
    public static Tensor Along(Tensor parameter, Shape shape, Axes axes)
    {
        int[] over = axes.Resolve(shape, "normalize");
        var dims = new int[shape.Rank];
        for (int i = 0; i < dims.Length; i++) dims[i] = over.Contains(i) ? shape[i] : 1;
        return parameter.Reshape(dims);
    }

    /// <summary>All axes but one.</summary>
    public static int[] AllBut(int axis, int rank) => [.. Enumerable.Range(0, rank).Where(i => i != axis)];

    /// <summary>Ones or zeros in place of a parameter that is not given.</summary>
    public static Tensor Or(Tensor? parameter, double value, Shape shape, Tensor like) =>
        parameter ?? Tensor.Full(shape, value, like.DType, like.Device == Device.Null ? Device.Cpu : like.Device);

    /// <summary>Rejects data that is not floating, and parameters of another shape or type than expected.</summary>
    public static void Require(string who, TensorSpec x, Shape expected, params ReadOnlySpan<(string Name, TensorSpec Spec)> parameters) =>
        Require(who, x, x.DType, expected, parameters);

    /// <summary>Rejects the same, but data of 16 bits may have parameters in float32.</summary>
    public static void RequireMixed(string who, TensorSpec x, Shape expected, params ReadOnlySpan<(string Name, TensorSpec Spec)> parameters) =>
        Require(who, x, x.DType.Is16Bit && parameters[0].Spec.DType == DType.Float32 ? DType.Float32 : x.DType, expected, parameters);

    /// <summary>Whether data of 16 bits has parameters in float32; kernels that read both as they are compute in float32.</summary>
    public static bool IsMixed(ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType.Is16Bit && inputs[1].DType == DType.Float32;

    /// <summary>The composition of an op whose data has 16 bits and whose parameters are float32: in float32, the data's results rounded.</summary>
    public static Tensor[] ComposeWide(Op op, Tensor[] x)
    {
        var specs = op.Infer(Array.ConvertAll(x, t => t.Spec));
        return [.. op.Compose(Array.ConvertAll(x, t => t.Cast(DType.Float32)))!.Select((y, i) => y.Cast(specs[i].DType))];
    }

    private static void Require(string who, TensorSpec x, DType type, Shape expected, ReadOnlySpan<(string Name, TensorSpec Spec)> parameters)
    {
        Domains.Require(who, FnDomain.Floating, x.DType);
        foreach (var (name, spec) in parameters)
        {
            if (spec.DType != type)
                throw new DTypeMismatchException($"[{who}] {name} is {spec} but the data is {x}. Cast one of them.");
            if (!spec.Shape.Matches(expected))
                throw new ShapeMismatchException($"[{who}] {name} must have the shape {expected} for data {x.Shape} but has {spec.Shape}.");
        }
    }
}
