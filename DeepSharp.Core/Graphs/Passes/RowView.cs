namespace DeepSharp;

/// <summary>A view that keeps the rows of a tensor whole: what it does to the axes before the last.</summary>
/// <param name="From">The lengths of these axes before.</param>
/// <param name="To">Those after.</param>
/// <param name="Order">The order of the axes, for a transposition; otherwise the rows keep their order.</param>
internal sealed record RowView(Shape From, Shape To, int[]? Order)
{
    /// <summary>What a node does to rows; null where they do not stay whole.</summary>
    public static RowView? Of(Node node)
    {
        if (node.Op is not ViewOp) return null;
        var (x, y) = (node.Inputs[0].Shape, node.Outputs[0].Shape);
        if (x.Rank < 2 || y.Rank < 2 || x[^1] != y[^1] || x[^1] == 0) return null;
        if (node.Op is ReshapeOp or ExpandDimsOp or SqueezeOp) return new(x[..^1], y[..^1], null);
        if (node.Op is not TransposeOp op) return null;
        int[] order = [.. op.Order.Values.ToArray().Select(a => x.Axis(a))];
        return order[^1] == x.Rank - 1 ? new(x[..^1], y[..^1], order[..^1]) : null;
    }

    /// <summary>A tensor that has one value for each row, seen the same way.</summary>
    public Tensor Apply(Tensor rows) => Order is null ? rows.Reshape(To) : rows.Transpose(Order);

    /// <summary>The way back.</summary>
    public Tensor Undo(Tensor rows)
    {
        if (Order is null) return rows.Reshape(From);
        int[] inverse = new int[Order.Length];
        for (int i = 0; i < inverse.Length; i++) inverse[Order[i]] = i;
        return rows.Transpose(inverse);
    }
}
