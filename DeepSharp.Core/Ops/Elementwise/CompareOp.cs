using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>A test of two numbers, declared once for every vector width, element type and device.</summary>
public interface ICompareFn
{
    /// <summary>All bits of a lane set where the test holds.</summary>
    V Mask<V>(V a, V b) where V : struct, ILane<V>;
}

/// <summary>y = test(a, b) as bool, element by element, the operands stretched to a common shape. No gradient.</summary>
/// <param name="Fn">The test.</param>
public sealed record CompareOp<TFn>(TFn Fn) : ElementwiseOp where TFn : struct, ICompareFn
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
        Domains.Require(Name, FnDomain.Numeric, a.DType);
        return [new(Shape.Broadcast(a.Shape, b.Shape, Name), DType.Bool)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null, null];

    internal override TResult Accept<TResult>(IElementwiseVisitor<TResult> visitor) => visitor.Compare(this);
}

public sealed partial class Tensor
{
    /// <summary>Compares two tensors by a test of your own.</summary>
    public static Tensor Test<TFn>(Tensor a, Tensor b, TFn fn = default) where TFn : struct, ICompareFn
    {
        var dtype = DTypes.Promote(a.DType, b.DType);
        if (!dtype.IsComputable) dtype = DType.Int32;
        return new CompareOp<TFn>(fn).Apply(a.Cast(dtype), b.Cast(dtype));
    }

    internal static Tensor Test<TFn>(Tensor a, double b, TFn fn = default) where TFn : struct, ICompareFn
    {
        a = ForNumber(a, b);
        return Test(a, a.ScalarLike(b), fn);
    }
}
