using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>A function of one number, declared once for every vector width, element type and device.</summary>
public interface IUnaryFn
{
    /// <summary>The element types the function takes.</summary>
    static virtual FnDomain Domain => FnDomain.Floating;

    /// <summary>The value.</summary>
    V Forward<V>(V x) where V : struct, ILane<V>;

    /// <summary>dy · f'(x), written with ops; null where the function has no gradient.</summary>
    Tensor? Gradient(Tensor x, Tensor y, Tensor dy);
}

/// <summary>y = f(x), element by element.</summary>
/// <param name="Fn">The function with its parameters.</param>
public sealed record UnaryOp<TFn>(TFn Fn) : ElementwiseOp where TFn : struct, IUnaryFn
{
    private static readonly string s_name = OpNames.OfFunction(typeof(TFn));

    /// <inheritdoc/>
    public override string Name => s_name;

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Domains.Require(Name, TFn.Domain, inputs[0].DType);
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [Fn.Gradient(s.X, s.Y, s.Dy)];

    internal override TResult Accept<TResult>(IElementwiseVisitor<TResult> visitor) => visitor.Unary(this);
}

public sealed partial class Tensor
{
    /// <summary>Applies a function of your own to every element.</summary>
    public Tensor Map<TFn>(TFn fn = default) where TFn : struct, IUnaryFn =>
        new UnaryOp<TFn>(fn).Apply(TFn.Domain == FnDomain.Floating && !DType.IsFloating ? Cast(DType.Float32) : this);
}
