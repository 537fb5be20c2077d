using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>A way to combine many numbers into one, declared once for every vector width, element type and device.</summary>
public interface IReduceFn
{
    /// <summary>What an empty set gives; combining with it changes nothing.</summary>
    static abstract double Identity { get; }

    /// <summary>Whether an empty set has no result, so that reducing an empty axis is an error.</summary>
    static virtual bool NeedsElements => false;

    /// <summary>Combines two partial results.</summary>
    static abstract V Combine<V>(V a, V b) where V : struct, ILane<V>;

    /// <summary>The gradient with respect to the input; <paramref name="y"/> and <paramref name="dy"/> keep the reduced axes with length one.</summary>
    static abstract Tensor? Gradient(Tensor x, Tensor y, Tensor dy);
}

/// <summary>Combines all elements along some axes into one.</summary>
/// <param name="Over">The axes; none named means all.</param>
/// <param name="KeepDims">Keeps the reduced axes with length one.</param>
public sealed record ReduceOp<TFn>(Axes Over, bool KeepDims) : ReduceOp(Over, KeepDims) where TFn : struct, IReduceFn
{
    private static readonly string s_name = OpNames.OfFunction(typeof(TFn));

    /// <inheritdoc/>
    public override string Name => s_name;

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var outputs = base.Infer(inputs);
        if (TFn.NeedsElements) RequireElements(inputs[0].Shape, Over.Resolve(inputs[0].Shape, Name), Name);
        return outputs;
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var kept = KeptShape(s.X.Shape);
        return [TFn.Gradient(s.X, s.Y.Reshape(kept), s.Dy.Reshape(kept))];
    }

    internal override TResult Accept<TResult>(IReduceVisitor<TResult> visitor) => visitor.Reduce(this);
}

/// <summary>The part of reductions that does not depend on the function.</summary>
/// <param name="Over">The axes; none named means all.</param>
/// <param name="KeepDims">Keeps the reduced axes with length one.</param>
public abstract record ReduceOp(Axes Over, bool KeepDims) : Op
{
    /// <inheritdoc/>
    public override string Family => "Reduction";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Domains.Require(Name, FnDomain.Numeric, inputs[0].DType);
        return [new(ReducedShape(inputs[0].Shape, Over, KeepDims, Name), inputs[0].DType)];
    }

    internal abstract TResult Accept<TResult>(IReduceVisitor<TResult> visitor);

    /// <summary>The input's shape with length one along the reduced axes.</summary>
    internal Shape KeptShape(Shape shape) => ReducedShape(shape, Over, true, Name);

    /// <summary>The axes along which a reduction shortened its input; <paramref name="y"/> keeps them with length one.</summary>
    internal static int[] ReducedAxes(Tensor x, Tensor y) => [.. Enumerable.Range(0, x.Rank).Where(i => y.Shape[i] != x.Shape[i])];

    /// <summary>Rejects reducing an axis that has no elements.</summary>
    internal static void RequireElements(Shape shape, ReadOnlySpan<int> axes, string who)
    {
        foreach (int a in axes)
            if (shape[a] == 0)
                throw new ShapeMismatchException($"[{who}] axis {a} of {shape} has no elements, so there is no {who} along it. Give it at least one element.");
    }

    /// <summary>The shape that reducing leaves.</summary>
    internal static Shape ReducedShape(Shape shape, Axes over, bool keepDims, string who)
    {
        int[] axes = over.Resolve(shape, who);
        var dims = new List<int>();
        for (int i = 0; i < shape.Rank; i++)
            if (!axes.Contains(i)) dims.Add(shape[i]);
            else if (keepDims) dims.Add(1);
        return new([.. dims]);
    }
}

/// <summary>What a backend does with a reduction, given its function as a type argument.</summary>
internal interface IReduceVisitor<out TResult>
{
    TResult Reduce<TFn>(ReduceOp<TFn> op) where TFn : struct, IReduceFn;
}
