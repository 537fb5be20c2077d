namespace DeepSharp;

/// <summary>An Einstein summation: axes of equal label are multiplied together, labels that the result lacks are summed over.</summary>
/// <param name="Equation">For example <c>bij,bjk-&gt;bik</c>.</param>
/// <remarks>Operands are taken pair by pair from the left; a pair is transposed and reshaped into one matrix product.</remarks>
public sealed record EinsumOp(string Equation) : Op
{
    /// <inheritdoc/>
    public override string Family => "Linear";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        foreach (var x in inputs)
            if (x.DType != inputs[0].DType) throw new DTypeMismatchException(
                $"[einsum] element types differ: {inputs[0]} and {x}. Cast one of them.");
        Domains.Require(Name, FnDomain.Numeric, inputs[0].DType);
        var shapes = new Shape[inputs.Length];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = inputs[i].Shape;
        return [new(new EinsumEquation(Equation, shapes).ResultShape, inputs[0].DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var equation = new EinsumEquation(Equation, Array.ConvertAll(x, t => t.Shape));
        var left = Distinct(new(x[0], equation.Operands[0]));
        for (int i = 1; i < x.Length; i++)
        {
            string needed = equation.Result + string.Concat(equation.Operands[(i + 1)..]);
            left = Multiply(left, Distinct(new(x[i], equation.Operands[i])), needed);
        }
        left = SumOut(left, equation.Result);
        return [Arrange(left, equation.Result).Alias()];
    }

    private readonly record struct Operand(Tensor Value, string Labels);

    /// <summary>Takes the diagonal of axes that share a label.</summary>
    private static Operand Distinct(Operand x)
    {
        for (int i = 0; i < x.Labels.Length; i++)
        {
            int twin = x.Labels.IndexOf(x.Labels[i], i + 1);
            if (twin < 0) continue;
            int[] others = [.. Enumerable.Range(0, x.Labels.Length).Where(a => a != i && a != twin)];
            var diagonal = x.Value.Transpose([.. others, i, twin]).Diagonal();
            return Distinct(new(diagonal, string.Concat(others.Select(a => x.Labels[a])) + x.Labels[i]));
        }
        return x;
    }

    /// <summary>Sums over all axes that are not needed.</summary>
    private static Operand SumOut(Operand x, string needed)
    {
        int[] axes = [.. Enumerable.Range(0, x.Labels.Length).Where(i => !needed.Contains(x.Labels[i]))];
        return axes.Length == 0 ? x : new(x.Value.Sum(axes), string.Concat(x.Labels.Where(needed.Contains)));
    }

    private static Tensor Arrange(Operand x, string order) =>
        order == x.Labels ? x.Value : x.Value.Transpose(order.Select(label => x.Labels.IndexOf(label)).ToArray());

    private static Operand Multiply(Operand a, Operand b, string needed)
    {
        a = SumOut(a, needed + b.Labels);
        b = SumOut(b, needed + a.Labels);
        string batch = string.Concat(a.Labels.Where(l => b.Labels.Contains(l) && needed.Contains(l)));
        string inner = string.Concat(a.Labels.Where(l => b.Labels.Contains(l) && !needed.Contains(l)));
        string rows = string.Concat(a.Labels.Where(l => !b.Labels.Contains(l))), columns = string.Concat(b.Labels.Where(l => !a.Labels.Contains(l)));
        var x = Arrange(a, batch + rows + inner);
        var y = Arrange(b, batch + inner + columns);
        Shape xb = x.Shape[..batch.Length], yb = y.Shape[..batch.Length];
        Shape m = x.Shape[batch.Length..(batch.Length + rows.Length)], n = y.Shape[(batch.Length + inner.Length)..];
        int k = (int)x.Shape[(batch.Length + rows.Length)..].Count;

        x = x.Reshape([.. xb.Dims, (int)m.Count, k]);
        y = y.Reshape([.. yb.Dims, k, (int)n.Count]);
        var product = inner.Length == 0 ? x * y
            : x.DType.IsFloating ? x.MatMul(y)
            : (x.ExpandDims(-2) * y.SwapAxes(-1, -2).ExpandDims(-3)).Sum(-1);
        return new(product.Reshape([.. product.Shape.Dims[..^2], .. m.Dims, .. n.Dims]), batch + rows + columns);
    }
}

public sealed partial class Tensor
{
    /// <summary>An Einstein summation: axes of equal label are multiplied together, labels that the result lacks are summed over.</summary>
    /// <param name="equation">Labels of the operands and of the result: <c>ij,jk-&gt;ik</c> is the matrix product. <c>...</c> stands for axes that broadcast.</param>
    /// <param name="operands">One or more tensors; mixed element types are promoted.</param>
    /// <exception cref="ShapeMismatchException">The equation cannot be read or does not fit the shapes.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands) =>
        new EinsumOp(equation).Apply(Promoted(operands.ToArray(), "einsum"));
}
