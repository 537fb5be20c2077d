using DeepSharp.OnnxFormat;

namespace DeepSharp.Onnx;

/// <summary>An input of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Spec">Its shape, open lengths being <see cref="Dim.Any"/>, and type; null where the file does not tell.</param>
/// <param name="Narrow">Its type in the file, where no tensor here has it.</param>
internal sealed record OnnxInput(string Name, TensorSpec? Spec, NarrowType? Narrow = null)
{
    /// <summary>Takes an input from a file.</summary>
    /// <param name="proto">The input.</param>
    /// <param name="mustTell">Whether type and rank must be told, as for a model's own inputs.</param>
    public static OnnxInput Read(ValueInfoProto proto, bool mustTell)
    {
        string what = $"input '{proto.Name}'";
        if (proto.Name.Length == 0) throw new InvalidDataException("the graph has an input without a name.");
        var type = proto.Type?.TensorType;
        if (type is null && proto.Type is { ValueCase: not TypeProto.ValueOneofCase.None } other)
            throw new InvalidDataException($"{what} is a {other.ValueCase.ToString().Replace("Type", "").ToLowerInvariant()}; only tensors are read.");
        if (type?.Shape is null || type.ElemType == 0)
            return mustTell
                ? throw new InvalidDataException(
                $"{what} tells no {(type is null or { ElemType: 0 } ? "type" : "shape")}. Run onnx.shape_inference on the model.") : new(proto.Name, null);
        foreach (var d in type.Shape.Dim)
            if (d.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && d.DimValue is < 0 or > int.MaxValue)
                throw new InvalidDataException($"{what} has an axis of length {d.DimValue}.");
        if (type.Shape.Dim.Count > 32) throw new InvalidDataException($"{what} has {type.Shape.Dim.Count} axes; at most 32 are read.");
        int[] dims = [.. type.Shape.Dim.Select(d => d.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue ? (int)d.DimValue : Dim.Any)];
        return new(proto.Name, new(dims, OnnxTypes.Own(type.ElemType, what)), NarrowType.Find(type.ElemType));
    }
}
