namespace DeepSharp.Tests.Building;

/// <summary>y = kernel · (query + Σ others) (+ shift where asked), with steps outside of the mask set to zero.</summary>
/// <param name="units">Nothing but a setting.</param>
[Layer]
public sealed partial class Blend(int units = 1) : Layer
{
    private Weight _kernel = null!;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <summary>The names of the shapes that the weights were made for.</summary>
    public string Built { get; private set; } = "";

    /// <inheritdoc/>
    protected override void Build(CallArguments<Shape> shapes)
    {
        Built = string.Join(" ", shapes.Entries.Select(e => e.Name));
        _kernel = AddWeight("kernel", [shapes.Get("query")[^1]], new DeepSharp.Initializers.Constant(2));
    }

    /// <summary>The formula.</summary>
    /// <param name="query">What is blended.</param>
    /// <param name="others">What is added.</param>
    /// <param name="queryMask">Which steps stay.</param>
    /// <param name="shift">Added at the end.</param>
    /// <param name="both">Whether the sum is given, too.</param>
    /// <param name="mode">"plus", or "minus" to turn the sign.</param>
    [CallMethod]
    private Tensor[] Formula(CallContext context, Tensor query, Tensor[]? others = null, Tensor? queryMask = null, double shift = 0, bool both = false, string mode = "plus")
    {
        var sum = (others ?? []).Where(o => o is not null).Aggregate(query, (a, b) => a + b);
        var y = sum * _kernel + shift;
        if (queryMask is not null) y = y * queryMask.ExpandDims(-1).Cast(y.DType);
        if (context.Training) y = y * 10;
        if (mode == "minus") y = -y;
        return both ? [y, sum] : [y];
    }
}

/// <summary>What layers with the same arguments share.</summary>
public abstract class TwoSided : Layer
{
    /// <summary>left − right, or left alone.</summary>
    /// <param name="left">From this.</param>
    /// <param name="right">This is taken.</param>
    [CallMethod]
    protected Tensor Formula(Tensor left, Tensor? right = null) => right is null ? left : Combine(left, right);

    private protected abstract Tensor Combine(Tensor left, Tensor right);
}

/// <summary>left − right.</summary>
[Layer]
public sealed partial class Difference() : TwoSided
{
    private protected override Tensor Combine(Tensor left, Tensor right) => left - right;
}
