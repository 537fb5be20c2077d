namespace DeepSharp;

/// <summary>An op that computes each output element from the input elements at the same (broadcast) place.</summary>
public abstract record ElementwiseOp : Op
{
    /// <inheritdoc/>
    public override string Family => "Elementwise";

    /// <summary>Hands the op to a backend with its function as a type argument, so that the backend can compile a loop for just this function.</summary>
    internal abstract TResult Accept<TResult>(IElementwiseVisitor<TResult> visitor);
}

/// <summary>What a backend does with each kind of element-wise op.</summary>
internal interface IElementwiseVisitor<out TResult>
{
    TResult Unary<TFn>(UnaryOp<TFn> op) where TFn : struct, IUnaryFn;

    TResult Binary<TFn>(BinaryOp<TFn> op) where TFn : struct, IBinaryFn;

    TResult Compare<TFn>(CompareOp<TFn> op) where TFn : struct, ICompareFn;

    TResult Where(WhereOp op);

    TResult Cast(CastOp op);
}

/// <summary>The element types a function is made for.</summary>
public enum FnDomain
{
    /// <summary>The four floating types; other inputs are cast to float32 first.</summary>
    Floating,

    /// <summary>The four floating types, int32 and int64.</summary>
    Numeric,
}
