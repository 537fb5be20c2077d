namespace DeepSharp.Onnx;

/// <summary>Element-wise functions: a row of the table for each. They are written in whichever order of axes their inputs have.</summary>
/// <param name="write">Writes the function of inputs given by name.</param>
internal sealed class ElementwiseForm(Func<OnnxWriter, Op, DType, string[], string> write) : OnnxForm
{
    /// <summary>The functions by the type of their op.</summary>
    public static readonly Dictionary<Type, OnnxForm> All = [];

    static ElementwiseForm()
    {
        UnaryForms.Enter();
        BinaryForms.Enter();
        All.Add(typeof(CastOp), new ElementwiseForm((w, op, _, x) => w.Node("Cast", x, ("to", OnnxTypes.Theirs(((CastOp)op).To)))));
        All.Add(typeof(WhereOp), new ElementwiseForm((w, _, _, x) => w.Node("Where", x)));
        var same = new ElementwiseForm((_, _, _, x) => x[0]);
        foreach (var type in new[] { typeof(IdentityOp), typeof(StopGradientOp), typeof(CopyOp) }) All.Add(type, same);
    }

    /// <inheritdoc/>
    public override bool Fits(Op op, TensorSpec[] inputs) => true;

    /// <inheritdoc/>
    public override void Write(ExportNode node, OnnxWriter w)
    {
        var y = node.Outputs[0];
        bool first = y.Rank >= 3 && Array.Exists(node.Inputs, v => v.Rank == y.Rank && w.IsFirst(v))
            && Array.TrueForAll(node.Inputs, v => v.Rank == y.Rank || v.Rank == 0 || v.IsStatic || v.Uniform is not null);
        string name = write(w, node.Ops[0], node.Inputs[0].DType, Array.ConvertAll(node.Inputs, v => Operand(v, y, first, node, w)));
        if (first) w.SetFirst(y, name);
        else w.Set(y, name);
    }

    private static string Operand(ExportValue v, ExportValue y, bool first, ExportNode node, OnnxWriter w)
    {
        // A number stretched to a shape need not be stretched, unless nothing else gives the result its shape.
        bool shapes = node.Inputs.Any(o => o != v && Array.TrueForAll(o.Specs.Zip(y.Specs).ToArray(), p => p.First.Shape == p.Second.Shape)
            && o.Uniform is null);
        if (v.Uniform is { } number && (shapes || v.Rank == 0)) return w.Scalar(number, v.DType);
        if (!first || v.Rank == 0) return w.Plain(v);
        return v.Rank == y.Rank ? w.First(v) : w.FirstOf(v, y.Rank);
    }
}
