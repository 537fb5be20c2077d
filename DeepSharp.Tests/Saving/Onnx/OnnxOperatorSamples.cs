using DeepSharp.OnnxFormat;
using Kind = DeepSharp.OnnxFormat.AttributeProto.Types.AttributeType;

namespace DeepSharp.Tests.Saving.Onnx;

/// <summary>A model of one node, what it is given, and what it must give.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Model">The model.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Expected">Its output.</param>
public sealed record OnnxOperatorSample(string Name, byte[] Model, Tensor[] Inputs, Tensor Expected)
{
    public override string ToString() => Name;
}

/// <summary>Operators of which the specification's own cases at hand hold none, with results worked out number by number.</summary>
public static class OnnxOperatorSamples
{
    private static readonly float[] s_numbers = [-2.5f, -1, -0.5f, 0, 0.25f, 1, 1.75f, 3];

    public static IEnumerable<OnnxOperatorSample> All()
    {
        // Functions of one number.
        yield return Unary("Acosh", x => Math.Acosh(Math.Abs(x) + 1), x => Math.Abs(x) + 1);
        yield return Unary("Asinh", Math.Asinh);
        yield return Unary("Atan", Math.Atan);
        yield return Unary("Atanh", x => Math.Atanh(x / 4), x => x / 4);
        yield return Unary("Cosh", Math.Cosh);
        yield return Unary("Tan", Math.Tan);
        yield return Unary("Mish", x => x * Math.Tanh(Math.Log(1 + Math.Exp(x))), opset: 18);
        yield return Unary("Swish", x => x / (1 + Math.Exp(-x)), opset: 24);
        yield return Of("IsNaN", [Floats(1, float.NaN, float.PositiveInfinity)], Bools(false, true, false));
        yield return Of("IsInf", [Floats(1, float.NaN, float.PositiveInfinity, float.NegativeInfinity)], Bools(false, false, true, true));
        yield return Of("IsInf", [Floats(1, float.PositiveInfinity, float.NegativeInfinity)], Bools(false, false, true), [("detect_positive", 0L)]);
        yield return Of("IsInf", [Floats(1, float.PositiveInfinity, float.NegativeInfinity)], Bools(false, true, false), [("detect_negative", 0L)]);
        yield return Of("Not", [Bools(true, false)], Bools(false, true));
        yield return Of("Selu", [Floats(-1, 2)], Floats((float)(3 * 2 * (Math.Exp(-1) - 1)), 6), [("alpha", 2f), ("gamma", 3f)]);
        yield return Of("Shrink", [Floats(-2, -1, 1, 2)], Floats(-1.5f, 0, 0, 1.5f), [("lambd", 1.5f), ("bias", 0.5f)]);

        // Functions of two, stretched to a common shape.
        foreach (var (op, test) in new (string, Func<float, float, bool>)[] { ("Less", (a, b) => a < b), ("LessOrEqual", (a, b) => a <= b),
            ("GreaterOrEqual", (a, b) => a >= b), ("Equal", (a, b) => a == b) })
            yield return Of(op, [Floats(1, 2, 3), Floats(2)], Bools(test(1, 2), test(2, 2), test(3, 2)));
        yield return Of("Div", [Floats(1, -3), Floats(4)], Floats(0.25f, -0.75f));
        yield return Of("Div", [Ints(7, -7, 7, -7, 6), Ints(2, 2, -2, -2, 3)], Ints(3, -3, -3, 3, 2));
        yield return Of("Mod", [Ints(7, -7, 7, -7), Ints(3, 3, -3, -3)], Ints(1, 2, -2, -1));
        yield return Of("Mod", [Floats(7.5f, -7.5f, 7.5f), Floats(2, 2, -2)], Floats(1.5f, -1.5f, 1.5f), [("fmod", 1L)]);
        yield return Of("Pow", [Ints(2, -3, 5), Ints(3, 2, 0)], Ints(8, 9, 1));
        yield return Of("Where", [Bools(true, false, true), Floats(1, 2, 3), Floats(9)], Floats(1, 9, 3));
        yield return Of("Cast", [Floats(1.9f, -1.9f, 0)], Ints(1, -1, 0), [("to", 7L)]);
        yield return Of("CastLike", [Floats(1.9f, -1.9f), Ints(5)], Ints(1, -1));
        yield return Of("ReduceMax", [Bools(true, false, false)], Bools(true), [("axes", new long[] { 0 })], opset: 20, fromInput: true);

        // Shapes and constants.
        yield return Of("Shape", [Grid(2, 3, 4)], Ints(3, 4), [("start", 1L), ("end", -0L + 3)]);
        yield return Of("Size", [Grid(2, 3)], Tensor.Scalar(6L));
        yield return Of("Tile", [Floats(1, 2), Ints(3)], Floats(1, 2, 1, 2, 1, 2));
        yield return Of("ConstantOfShape", [Ints(2, 2)], Ints(7, 7, 7, 7).Reshape([2, 2]), [("value", Ints(7))]);
        yield return Of("Constant", [], Floats(1, 2), [("value_floats", new[] { 1f, 2f })]);
        yield return Of("NonZero", [Floats(0, 2, 0, 3).Reshape([2, 2])], Ints(0, 1, 1, 1).Reshape([2, 2]));
        yield return Of("Pad", [Floats(1, 2, 3), Ints(2, 1)], Floats(2, 3, 1, 2, 3, 1), [("mode", "wrap")], opset: 19);
        yield return Of("Pad", [Floats(1, 2, 3), Ints(-1, 2), Floats(9).Reshape([])], Floats(2, 3, 9, 9));
        yield return Of("Pad", [Floats(1, 2, 3), Ints(2, 1)], Floats(3, 2, 1, 2, 3, 2), [("mode", "reflect")]);
        yield return Of("ScatterND", [Floats(1, 2, 3), Ints(0, 2).Reshape([2, 1]), Floats(5, 1)], Floats(5, 2, 3), [("reduction", "max")], opset: 18);
        yield return Of("GatherND", [Grid(2, 2, 2), Ints(1, 0).Reshape([2, 1])], Floats(2, 3, 4, 5).Reshape([2, 2]), [("batch_dims", 1L)]);

        // Pools, sizes, windows.
        yield return Of("GlobalLpPool", [Floats(3, 4).Reshape([1, 1, 2])], Floats(5).Reshape([1, 1, 1]));
        yield return Of("LpPool", [Floats(3, 4, 0).Reshape([1, 1, 3])], Floats(5, 4).Reshape([1, 1, 2]), [("kernel_shape", new long[] { 2 })], opset: 18);
        yield return Of("Upsample", [Floats(1, 2).Reshape([1, 1, 1, 2]), Floats(1, 1, 1, 2)],
            Floats(1, 1, 2, 2).Reshape([1, 1, 1, 4]), [("mode", "nearest")], opset: 9);
        yield return Of("MaxPool", [Grid(1, 1, 1, 5)], Floats(2, 3, 4).Reshape([1, 1, 1, 3]),
            [("kernel_shape", new long[] { 1, 2 }), ("dilations", new long[] { 1, 2 })]);
        yield return Of("BlackmanWindow", [Tensor.Scalar(4)], Floats(0, 0.34f, 1, 0.34f));
        yield return Of("Softmax", [Grid(1, 2, 2)], Floats(0.0320586f, 0.0871443f, 0.2368828f, 0.6439143f).Reshape([1, 2, 2]), [("axis", 1L)], opset: 11);
    }

    private static OnnxOperatorSample Unary(string op, Func<double, double> function, Func<double, double>? input = null, int opset = 17)
    {
        float[] x = [.. s_numbers.Select(v => (float)(input?.Invoke(v) ?? v))];
        return Of(op, [Tensor.From(x)], Tensor.From([.. s_numbers.Select(v => (float)function(v))]), opset: opset);
    }

    private static OnnxOperatorSample Of(string op, Tensor[] inputs, Tensor expected,
        (string Name, object Value)[]? attributes = null, int opset = 17, bool fromInput = false)
    {
        var node = new NodeProto { OpType = op, Name = "n", Output = { "y" } };
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "g", Node = { node } } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        foreach (var (i, x) in inputs.Index())
        {
            node.Input.Add($"x{i}");
            model.Graph.Input.Add(DeepSharp.Onnx.OnnxGraphs.Value($"x{i}", x.Spec, new string?[x.Rank]));
        }
        foreach (var (name, value) in attributes ?? [])
        {
            if (fromInput)
            {
                node.Input.Add(name);
                model.Graph.Initializer.Add(DeepSharp.Onnx.OnnxTensors.Write(name, Ints((long[])value)));
            }
            else node.Attribute.Add(Attribute(name, value));
        }
        model.Graph.Output.Add(DeepSharp.Onnx.OnnxGraphs.Value("y", expected.Spec, new string?[expected.Rank]));
        string settings = string.Join(", ", (attributes ?? [])
            .Select(a => $"{a.Name}={(a.Value is Array row ? string.Join(' ', row.Cast<object>()) : a.Value is Tensor t ? t.Spec : a.Value)}"));
        return new($"{op}({string.Join(", ", inputs.Select(x => x.Spec))}{(settings.Length > 0 ? "; " : "")}{settings})",
            Google.Protobuf.MessageExtensions.ToByteArray(model), inputs, expected);
    }

    private static AttributeProto Attribute(string name, object value) => value switch
    {
        long i => new() { Name = name, Type = Kind.Int, I = i },
        float f => new() { Name = name, Type = Kind.Float, F = f },
        string s => new() { Name = name, Type = Kind.String, S = Google.Protobuf.ByteString.CopyFromUtf8(s) },
        long[] row => new() { Name = name, Type = Kind.Ints, Ints = { row } },
        float[] row => new() { Name = name, Type = Kind.Floats, Floats = { row } },
        _ => new() { Name = name, Type = Kind.Tensor, T = DeepSharp.Onnx.OnnxTensors.Write("", (Tensor)value) },
    };

    private static Tensor Floats(params float[] values) => Tensor.From(values);

    private static Tensor Ints(params long[] values) => Tensor.From(values);

    private static Tensor Bools(params bool[] values) => Tensor.From(values);

    private static Tensor Grid(params int[] shape) => Tensor.Arange(0, new Shape(shape).Count).Reshape(shape);
}
