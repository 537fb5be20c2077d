namespace DeepSharp.Cpu;

/// <summary>Compiles a loop for a function of two numbers followed by a function of one.</summary>
internal interface IFunctionPair<out TResult> where TResult : class
{
    TResult Make<TMerge, TFn>(TMerge merge, TFn fn) where TMerge : struct, IBinaryFn where TFn : struct, IUnaryFn;
}

/// <summary>Takes the functions out of two element-wise ops; one that is missing becomes <see cref="NoMerge"/> or <see cref="NoActivation"/>.</summary>
internal static class FunctionPair
{
    /// <summary>What is made for the two, or null where they are not functions of two numbers and of one.</summary>
    public static TResult? Make<TResult>(ElementwiseOp? merge, ElementwiseOp? activation, IFunctionPair<TResult> maker) where TResult : class =>
        merge is null
            ? new WithMerge<TResult, NoMerge>(default, maker).Accept(activation)
            : merge.Accept(new MergeVisitor<TResult>(activation, maker));

    private sealed class MergeVisitor<TResult>(ElementwiseOp? activation, IFunctionPair<TResult> maker) : IElementwiseVisitor<TResult?> where TResult : class
    {
        public TResult? Binary<TFn>(BinaryOp<TFn> op) where TFn : struct, IBinaryFn => op.Fn is RampGradientFn ramp && CappedReluFn.Is(ramp)
            ? new WithMerge<TResult, CappedReluGradientFn>(new(ramp.Max), maker).Accept(activation)
            : new WithMerge<TResult, TFn>(op.Fn, maker).Accept(activation);

        public TResult? Unary<TFn>(UnaryOp<TFn> op) where TFn : struct, IUnaryFn => null;

        public TResult? Compare<TFn>(CompareOp<TFn> op) where TFn : struct, ICompareFn => null;

        public TResult? Where(WhereOp op) => null;

        public TResult? Cast(CastOp op) => null;
    }

    private sealed class WithMerge<TResult, TMerge>(TMerge merge, IFunctionPair<TResult> maker) : IElementwiseVisitor<TResult?>
        where TResult : class where TMerge : struct, IBinaryFn
    {
        public TResult? Accept(ElementwiseOp? activation) => activation is null ? maker.Make(merge, default(NoActivation)) : activation.Accept(this);

        public TResult? Unary<TFn>(UnaryOp<TFn> op) where TFn : struct, IUnaryFn =>
            op.Fn is RampFn ramp && CappedReluFn.Is(ramp) ? maker.Make(merge, new CappedReluFn(ramp.Max)) : maker.Make(merge, op.Fn);

        public TResult? Binary<TFn>(BinaryOp<TFn> op) where TFn : struct, IBinaryFn => null;

        public TResult? Compare<TFn>(CompareOp<TFn> op) where TFn : struct, ICompareFn => null;

        public TResult? Where(WhereOp op) => null;

        public TResult? Cast(CastOp op) => null;
    }
}

/// <summary>f(x) = x: stands where a fused loop has no activation.</summary>
internal readonly struct NoActivation : IUnaryFn
{
    public V Forward<V>(V x) where V : struct, ILane<V> => x;

    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy;
}

/// <summary>f(a, b) = a: stands where a fused loop has no second operand.</summary>
internal readonly struct NoMerge : IBinaryFn
{
    public V Forward<V>(V a, V b) where V : struct, ILane<V> => a;

    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) => (dy, null);
}
