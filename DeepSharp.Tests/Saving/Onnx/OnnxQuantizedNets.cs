using DeepSharp.Onnx;
using DeepSharp.OnnxFormat;
using Google.Protobuf;
using Types = DeepSharp.OnnxFormat.TensorProto.Types.DataType;

namespace DeepSharp.Tests.Saving.Onnx;

/// <summary>Quantized models as exporters write them: of operators on quantized numbers, of pairs that quantize and dequantize, and such
/// as quantize while they run.</summary>
internal sealed class OnnxQuantizedNets
{
    private readonly Random _random = new(3);
    private readonly GraphProto _graph = new() { Name = "quantized" };
    private readonly int _opset;

    private OnnxQuantizedNets(int opset, params int[] input)
    {
        _opset = opset;
        _graph.Input.Add(OnnxGraphs.Value("x", new(input, DType.Float32), new string?[input.Length]));
    }

    /// <summary>The models by name, and the shape of the input of each.</summary>
    public static IEnumerable<(string Name, Func<byte[]> Model, Shape Input)> All()
    {
        yield return ("operators, bytes", () => Operators(Types.Uint8), [2, 3, 7, 6]);
        yield return ("operators, signed bytes", () => Operators(Types.Int8), [2, 3, 7, 6]);
        yield return ("pairs, bytes", () => Pairs(Types.Uint8), [2, 3, 7, 6]);
        yield return ("pairs, signed bytes", () => Pairs(Types.Int8), [2, 3, 7, 6]);
        yield return ("while it runs", Dynamic, [5, 12]);
        yield return ("many terms", () => Many(2000), [3, 2000]);
        yield return ("pairs of 16 bits", () => Wide(Types.Int16), [4, 6]);
        yield return ("pairs of 16 bits without sign", () => Wide(Types.Uint16), [4, 6]);
        yield return ("blocks", Blocks, [4, 6]);
    }

    /// <summary>Bytes all the way: convolutions with a scale for each filter, a pool, a product with a scale for each column.</summary>
    private static byte[] Operators(Types type)
    {
        var net = new OnnxQuantizedNets(13, 2, 3, 7, 6);
        var (scale, zero) = net.Scale(0.03f, type, type == Types.Uint8 ? 120 : -3);
        string x = net.Node("QuantizeLinear", ["x", scale, zero]);
        var (kernelScale, kernelZero) = net.Scales(8, 0, Types.Int8);
        x = net.Node("QLinearConv", [x, scale, zero, net.Bytes(Types.Int8, 8, 3, 3, 3), kernelScale, kernelZero, .. net.Out(0.05f, type, 7), net.Whole(8)],
            ("pads", new long[] { 1, 1, 1, 1 }), ("strides", new long[] { 2, 1 }));
        x = net.Node("MaxPool", [x], ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }));
        var (inner, innerZero) = net.Scale(0.05f, type, 7);
        var (groupScale, groupZero) = net.Scale(0.02f, Types.Int8, 0);
        x = net.Node("QLinearConv", [x, inner, innerZero, net.Bytes(Types.Int8, 4, 4, 1, 1), groupScale, groupZero, .. net.Out(0.06f, type, 9)], ("group", 2L));
        x = net.Node("Flatten", [x]);
        var (flat, flatZero) = net.Scale(0.06f, type, 9);
        var (columns, columnZero) = net.Scale(0.015f, Types.Int8, 0);
        x = net.Node("QLinearMatMul", [x, flat, flatZero, net.Bytes(Types.Int8, 24, 5), columns, columnZero, .. net.Out(0.1f, type, 11)]);
        var (last, lastZero) = net.Scale(0.1f, type, 11);
        net.Node("DequantizeLinear", [x, last, lastZero]);
        return net.Finish();
    }

    /// <summary>Float operators between pairs of QuantizeLinear and DequantizeLinear, as most exporters write models now.</summary>
    private static byte[] Pairs(Types type)
    {
        var net = new OnnxQuantizedNets(13, 2, 3, 7, 6);
        string Pair(string x, float step)
        {
            var (scale, zero) = net.Scale(step, type, type == Types.Uint8 ? 128 : 0);
            return net.Node("DequantizeLinear", [net.Node("QuantizeLinear", [x, scale, zero]), scale, zero]);
        }
        var (kernelScale, kernelZero) = net.Scales(8, 0, Types.Int8);
        string kernel = net.Node("DequantizeLinear", [net.Bytes(Types.Int8, 8, 3, 3, 3), kernelScale, kernelZero], ("axis", 0L));
        string bias = net.Node("DequantizeLinear", [net.Whole(8), net.Floats([.. Enumerable.Repeat(0.0004f, 8)], 8)], ("axis", 0L));
        string x = net.Node("Relu", [net.Node("Conv", [Pair("x", 0.03f), kernel, bias], ("pads", new long[] { 1, 1, 1, 1 }))]);
        x = net.Node("Flatten", [net.Node("Transpose", [Pair(x, 0.04f)], ("perm", new long[] { 0, 2, 3, 1 }))]);
        var (scale, zero) = net.Scales(5, 3, Types.Int8);
        net.Node("MatMul", [x, net.Node("DequantizeLinear", [net.Bytes(Types.Int8, 336, 5), scale, zero], ("axis", -1L))]);
        return net.Finish();
    }

    /// <summary>Inputs are quantized while the model runs, with the scale that just holds them.</summary>
    private static byte[] Dynamic()
    {
        var net = new OnnxQuantizedNets(13, 5, 12);
        var dynamic = net.Nodes("DynamicQuantizeLinear", ["x"], 3);
        var (scale, zero) = net.Scale(0.02f, Types.Int8, 0);
        string sums = net.Node("MatMulInteger", [dynamic[0], net.Bytes(Types.Int8, 12, 7), dynamic[2], zero]);
        string y = net.Node("Mul", [net.Node("Cast", [sums], ("to", 1L)), net.Node("Mul", [dynamic[1], scale])]);
        var (second, image) = (net.Nodes("DynamicQuantizeLinear", [y], 3), net.Longs(5, 1, 7));
        string row = net.Node("ConvInteger", [net.Node("Reshape", [second[0], image]), net.Bytes(Types.Uint8, 2, 1, 3), second[2], net.Bytes(Types.Uint8)]);
        net.Node("Mul", [net.Node("Cast", [row], ("to", 1L)), second[1]]);
        return net.Finish();
    }

    /// <summary>More terms than single precision holds exactly.</summary>
    private static byte[] Many(int terms)
    {
        var net = new OnnxQuantizedNets(13, 3, terms);
        var (scale, zero) = net.Scale(0.01f, Types.Uint8, 3);
        string sums = net.Node("MatMulInteger", [net.Node("QuantizeLinear", ["x", scale, zero]), net.Bytes(Types.Uint8, terms, 4), zero]);
        net.Node("Cast", [sums], ("to", 11L));
        return net.Finish();
    }

    private static byte[] Wide(Types type)
    {
        var net = new OnnxQuantizedNets(21, 4, 6);
        var (scale, zero) = net.Scale(0.0001f, type, type == Types.Uint16 ? 30000 : -5);
        net.Node("DequantizeLinear", [net.Node("Reshape", [net.Node("QuantizeLinear", ["x", scale, zero]), net.Longs(6, 4)]), scale, zero]);
        return net.Finish();
    }

    /// <summary>A scale for each block of numbers along an axis, and a result of a named type without a zero point.</summary>
    private static byte[] Blocks()
    {
        var net = new OnnxQuantizedNets(21, 4, 6);
        string scales = net.Floats([.. Enumerable.Range(0, 12).Select(i => 0.01f + 0.003f * i)], 4, 3);
        string y = net.Node("QuantizeLinear", ["x", scales], ("axis", 1L), ("block_size", 2L), ("output_dtype", (long)Types.Int8));
        net.Node("DequantizeLinear", [y, scales], ("axis", 1L), ("block_size", 2L));
        return net.Finish();
    }

    /// <summary>The model, whose last node gives its output: wide numbers where it is a cast.</summary>
    private byte[] Finish()
    {
        var last = _graph.Node[^1];
        last.Output[0] = "y";
        _graph.Output.Add(new ValueInfoProto { Name = "y", Type = new() { TensorType = new() { ElemType = last.OpType == "Cast" ? 11 : 1 } } });
        return new ModelProto { IrVersion = 10, Graph = _graph, OpsetImport = { new OperatorSetIdProto { Version = _opset } } }.ToByteArray();
    }

    private string Node(string op, string[] inputs, params (string Name, object Value)[] attributes) => Nodes(op, inputs, 1, attributes)[0];

    private string[] Nodes(string op, string[] inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = op, Input = { inputs } };
        for (int i = 0; i < outputs; i++) node.Output.Add($"t{_graph.Node.Count}_{i}");
        foreach (var (name, value) in attributes)
            node.Attribute.Add(value is long n ? new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = n }
                : new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { (long[])value } });
        _graph.Node.Add(node);
        return [.. node.Output];
    }

    private (string Scale, string Zero) Scale(float scale, Types type, int zero) => (Floats([scale]), Constant(type, [zero]));

    private string[] Out(float scale, Types type, int zero) => [Floats([scale]), Constant(type, [zero])];

    private (string Scale, string Zero) Scales(int count, int zero, Types type) =>
        (Floats([.. Enumerable.Range(0, count).Select(i => 0.01f + 0.002f * i)], count), Constant(type, [.. Enumerable.Repeat(zero, count)], count));

    /// <summary>Quantized weights of seven bits, whose sums no processor cuts off.</summary>
    private string Bytes(Types type, params int[] shape) =>
        Constant(type, [.. Enumerable.Range(0, (int)new Shape(shape).Count).Select(_ => _random.Next(type == Types.Int8 ? -63 : 0, 64))], shape);

    private string Whole(int count) => Constant(Types.Int32, [.. Enumerable.Range(0, count).Select(i => 300 * (i - 3))], count);

    private string Constant(Types type, int[] values, params int[] shape)
    {
        var tensor = New(type, shape);
        tensor.Int32Data.Add(values);
        return tensor.Name;
    }

    private string Floats(float[] values, params int[] shape)
    {
        var tensor = New(Types.Float, shape);
        tensor.FloatData.Add(values);
        return tensor.Name;
    }

    private string Longs(params long[] values)
    {
        var tensor = New(Types.Int64, values.Length);
        tensor.Int64Data.Add(values);
        return tensor.Name;
    }

    private TensorProto New(Types type, params int[] shape)
    {
        var tensor = new TensorProto { Name = $"c{_graph.Initializer.Count}", DataType = (int)type };
        foreach (int d in shape) tensor.Dims.Add(d);
        _graph.Initializer.Add(tensor);
        return tensor;
    }
}
