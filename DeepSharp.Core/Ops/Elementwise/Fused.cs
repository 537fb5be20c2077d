namespace DeepSharp;

/// <summary>Several element-wise ops run as one loop; made by the fusion pass, after differentiation.</summary>
/// <param name="Steps">The ops in order. Values are numbered: first the inputs, then each step's result; the last is the output.</param>
internal sealed record FusedOp(EquatableArray<FusedStep> Steps) : Op
{
    public override string Name => string.Join("+", Steps.Select(s => s.Op.Name));

    public override string Family => "Elementwise";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        List<TensorSpec> values = [.. inputs];
        foreach (var step in Steps) values.Add(step.Op.Infer([.. step.Arguments.Select(a => values[a])])[0]);
        return [values[^1]];
    }

    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs)
    {
        var cost = base.Cost(inputs, outputs);
        return cost with { Flops = cost.Flops * Steps.Count };
    }
}

/// <summary>One op of a fused loop.</summary>
/// <param name="Op">What to compute.</param>
/// <param name="Arguments">The numbers of its arguments.</param>
internal sealed record FusedStep(ElementwiseOp Op, EquatableArray<int> Arguments)
{
    public override string ToString() => $"{Op.Name}({string.Join(", ", Arguments)})";
}
