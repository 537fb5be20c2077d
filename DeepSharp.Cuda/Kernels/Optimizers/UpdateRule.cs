namespace DeepSharp.Gpu;

/// <summary>A rule as the kernels of all forms of updates take it: its name there, and the numbers that <c>kernels/common/update_rules.cuh</c> reads.</summary>
/// <param name="Name">What the names of its entries are made of.</param>
/// <param name="A">The first number.</param>
/// <param name="B">The second.</param>
/// <param name="C">The third.</param>
/// <param name="D">The fourth.</param>
/// <param name="Flag">Which of two forms.</param>
internal sealed record UpdateRule(string Name, double A = 0, double B = 0, double C = 0, double D = 0, bool Flag = false);

/// <summary>What the fused forms of updates ask of their rule's kernel.</summary>
internal interface IUpdateKernel
{
    /// <summary>The rule with the op's numbers.</summary>
    UpdateRule RuleOf(OptimizerOp op);
}
