namespace DeepSharp.Onnx;

/// <summary>A function of the elements of two tensors, stretched to a common shape; one row of the table for each.</summary>
/// <param name="function">The function.</param>
internal sealed class BinaryFunction(Func<OnnxNode, Tensor, Tensor, Tensor> function) : OnnxOperator
{
    /// <summary>The functions by name.</summary>
    public static readonly Dictionary<string, BinaryFunction> All = new()
    {
        ["Add"] = new((_, a, b) => a + b),
        ["And"] = new((node, a, b) => Logic(node, a, b, (x, y) => Tensor.Minimum(x, y))),
        ["Div"] = new((_, a, b) => a.DType.IsFloating ? a / b : Quotient(a, b)),
        ["Equal"] = new((_, a, b) => Tensor.Equal(a, b)),
        ["Greater"] = new((_, a, b) => a > b),
        ["GreaterOrEqual"] = new((_, a, b) => a >= b),
        ["Less"] = new((_, a, b) => a < b),
        ["LessOrEqual"] = new((_, a, b) => a <= b),
        ["Mod"] = new((node, a, b) => node.Flag("fmod") ? Remainder(a, b) : a % b),
        ["Mul"] = new((_, a, b) => a * b),
        ["Or"] = new((node, a, b) => Logic(node, a, b, (x, y) => Tensor.Maximum(x, y))),
        ["Pow"] = new((_, a, b) => Power(a, b)),
        ["PRelu"] = new((_, x, slope) => x.Maximum(0) + slope * x.Minimum(0)),
        ["Sub"] = new((_, a, b) => a - b),
        ["Xor"] = new((node, a, b) => Logic(node, a, b, (x, y) => (x - y).Abs())),
    };

    /// <summary>The quotient of whole numbers without its fraction.</summary>
    public static Tensor Quotient(Tensor a, Tensor b)
    {
        // Rounded down, and up again where the quotient is below zero and not whole.
        Tensor rest = a % b, down = Whole(a - rest, b);
        var isBroken = rest.NotEqual(0).Cast(a.DType) * Tensor.NotEqual((a < 0).Cast(a.DType), (b < 0).Cast(a.DType)).Cast(a.DType);
        return down + isBroken;
    }

    /// <inheritdoc/>
    public override bool MayOverflow => true;

    /// <inheritdoc/>
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var (a, b) = (x[0], x[1]);
        if (a.DType != b.DType && node.OpType != "Pow")
            throw new DTypeMismatchException($"[{node.OpType}] the inputs differ in type: {a.DType.KerasName} and {b.DType.KerasName}.");
        if (node.OpType == "PRelu" && b.Rank > a.Rank) throw node.Invalid($"its slope of shape {b.Shape} does not stretch to {a.Shape}");
        // Bytes are computed with as whole numbers of 32 bits.
        return [OnnxValue.Zip([a, b], t => Narrowed(function(node, t[0], t[1]), a.DType))];
    }

    /// <summary>Bytes again, where whole numbers were computed from bytes.</summary>
    public static Tensor Narrowed(Tensor y, DType type) => type == DType.UInt8 && y.DType == DType.Int32 ? y.Cast(type) : y;

    private static Tensor Whole(Tensor multiple, Tensor b) =>
        (multiple.Cast(DType.Float64) / b.Cast(DType.Float64)).Round().Cast(multiple.DType);

    private static Tensor Remainder(Tensor a, Tensor b)
    {
        var rest = a.Abs() % b.Abs();
        return Tensor.Where(a < 0, -rest, rest);
    }

    private static Tensor Power(Tensor a, Tensor b)
    {
        if (!a.DType.IsFloating) return a.Cast(DType.Float64).Pow(b.Cast(DType.Float64)).Round().Cast(a.DType);
        double? power = b.Constant ?? (b.IsSymbolic || b.Count != 1 ? null : b.Item());
        return power is null ? a.Pow(b.Cast(a.DType)) : a.Pow(power.Value).BroadcastTo(Shape.Broadcast(a.Shape, b.Shape));
    }

    private static Tensor Logic(OnnxNode node, Tensor a, Tensor b, Func<Tensor, Tensor, Tensor> function) => a.DType == DType.Bool
        ? function(a.Cast(DType.Int32), b.Cast(DType.Int32)).Cast(DType.Bool)
        : throw node.Invalid($"expects bool but got {a.Spec} and {b.Spec}");
}
