using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>A function of two numbers, declared once for every vector width, element type and device.</summary>
public interface IBinaryFn
{
    /// <summary>The element types the function takes.</summary>
    static virtual FnDomain Domain => FnDomain.Numeric;

    /// <summary>The value.</summary>
    V Forward<V>(V a, V b) where V : struct, ILane<V>;

    /// <summary>The gradients with respect to both arguments, written with ops and without regard to broadcasting.</summary>
    (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy);
}

/// <summary>y = f(a, b), element by element, the operands stretched to a common shape.</summary>
/// <param name="Fn">The function with its parameters.</param>
public sealed record BinaryOp<TFn>(TFn Fn) : ElementwiseOp where TFn : struct, IBinaryFn
{
    private static readonly string s_name = OpNames.OfFunction(typeof(TFn));

    /// <inheritdoc/>
    public override string Name => s_name;

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (a, b) = (inputs[0], inputs[1]);
        if (a.DType != b.DType)
            throw new DTypeMismatchException($"[{Name}] element types differ: {a} and {b}. Cast one of them.");
        Domains.Require(Name, TFn.Domain, a.DType);
        return [new(Shape.Broadcast(a.Shape, b.Shape, Name), a.DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var (a, b) = Fn.Gradient(s, s.Xs[0], s.Xs[1], s.Y, s.Dy);
        return [a, b];
    }

    internal override TResult Accept<TResult>(IElementwiseVisitor<TResult> visitor) => visitor.Binary(this);
}

public sealed partial class Tensor
{
    /// <summary>Combines two tensors by a function of your own; mixed element types are promoted as <see cref="DTypes.Promote"/> tells.</summary>
    public static Tensor Zip<TFn>(Tensor a, Tensor b, TFn fn = default) where TFn : struct, IBinaryFn
    {
        var dtype = DTypes.Promote(a.DType, b.DType);
        if (dtype is DType.Bool or DType.UInt8) dtype = DType.Int32;
        if (TFn.Domain == FnDomain.Floating && !dtype.IsFloating) dtype = DType.Float32;
        return new BinaryOp<TFn>(fn).Apply(a.Cast(dtype), b.Cast(dtype));
    }

    /// <summary>Combines a tensor with a plain number, which takes the tensor's type unless that would cut off its fraction.</summary>
    internal static Tensor Zip<TFn>(Tensor a, double b, TFn fn = default) where TFn : struct, IBinaryFn
    {
        a = ForNumber(a, b);
        return Zip(a, a.ScalarLike(b), fn);
    }

    /// <inheritdoc cref="Zip{TFn}(Tensor, double, TFn)"/>
    internal static Tensor Zip<TFn>(double a, Tensor b, TFn fn = default) where TFn : struct, IBinaryFn
    {
        b = ForNumber(b, a);
        return Zip(b.ScalarLike(a), b, fn);
    }

    private static Tensor ForNumber(Tensor t, double number) =>
        t.DType.IsFloating ? t
        : number != Math.Truncate(number) || double.IsInfinity(number) ? t.Cast(DType.Float32)
        : t.DType is DType.Bool or DType.UInt8 ? t.Cast(DType.Int32) : t;
}
