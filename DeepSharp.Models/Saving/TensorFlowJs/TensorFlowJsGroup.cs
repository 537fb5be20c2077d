using Newtonsoft.Json.Linq;

namespace DeepSharp.TensorFlowJs;

/// <summary>A group of the manifest: tensors one after another in the bytes of some files, the shards, one after another.</summary>
/// <param name="Shards">The files by their paths in the folder.</param>
/// <param name="Tensors">The tensors.</param>
internal sealed record TensorFlowJsGroup(IReadOnlyList<string> Shards, IReadOnlyList<TensorFlowJsTensor> Tensors)
{
    /// <summary>Bytes of all tensors.</summary>
    public long Bytes => Tensors.Count == 0 ? 0 : Tensors[^1].Offset + Tensors[^1].Bytes;

    /// <summary>Reads the manifest. No file is looked at.</summary>
    /// <exception cref="InvalidDataException">It has another form, names something twice, or a tensor of a type or size that cannot be read.</exception>
    public static List<TensorFlowJsGroup> ReadAll(JToken? manifest)
    {
        if (manifest is not JArray list) throw new InvalidDataException("its weightsManifest is missing, or no list.");
        var (names, paths) = (new HashSet<string>(), new HashSet<string>());
        var groups = list.Select(g => Read(g as JObject
            ?? throw new InvalidDataException($"a group of its weightsManifest is no object: {KerasJson.Print(g)}."))).ToList();
        // The same bytes, read for many tensors, would take more memory than the files have.
        foreach (var group in groups)
        {
            if (group.Shards.FirstOrDefault(s => !paths.Add(s)) is { } path)
                throw new InvalidDataException($"its weightsManifest names the file '{path}' twice.");
            if (group.Tensors.FirstOrDefault(t => !names.Add(t.Name)) is { } tensor)
                throw new InvalidDataException($"its weightsManifest has '{tensor.Name}' twice.");
        }
        return groups;
    }

    private static TensorFlowJsGroup Read(JObject group)
    {
        if (group["paths"] is not JArray paths || paths.Any(p => p is not JValue { Value: string }) || group["weights"] is not JArray weights)
            throw new InvalidDataException("a group of its weightsManifest has no list 'paths' of names, or no list 'weights'.");
        var tensors = new List<TensorFlowJsTensor>();
        long offset = 0;
        foreach (var weight in weights)
        {
            var tensor = Tensor(weight, offset);
            offset = checked(offset + tensor.Bytes);
            tensors.Add(tensor);
        }
        return new([.. paths.Select(p => (string)p!)], tensors);
    }

    private static TensorFlowJsTensor Tensor(JToken weight, long offset)
    {
        if (weight is not JObject || weight["name"] is not JValue { Value: string name } || weight["dtype"] is not JValue { Value: string type })
            throw new InvalidDataException($"a tensor of its weightsManifest has no name or no dtype: {KerasJson.Print(weight)}.");
        var dtype = type switch
        {
            "float32" => DType.Float32,
            "int32" => DType.Int32,
            "bool" => DType.Bool,
            "uint8" => DType.UInt8,
            _ => throw new InvalidDataException($"tensor '{name}' is of type {type}; float32, int32, bool and uint8 are read."),
        };
        var quantization = weight["quantization"] is { Type: not JTokenType.Null } packing ? Quantization(name, dtype, packing) : null;
        return new(name, dtype, Shape(name, weight["shape"]), offset, quantization);
    }

    private static Shape Shape(string name, JToken? shape)
    {
        if (shape is not JArray { Count: <= 16 } axes || axes.Any(a => a is not JValue { Value: long and >= 0 and <= int.MaxValue }))
            throw new InvalidDataException($"tensor '{name}' has the shape {(shape is null ? "nothing" : KerasJson.Print(shape))};"
                + " expected a list of up to 16 lengths.");
        long count = 1;
        // Counted as if no length were zero, so that nothing later overflows.
        foreach (var axis in axes) count = checked(count * Math.Max(1, (long)axis));
        if (count > long.MaxValue / 16) throw new InvalidDataException($"tensor '{name}' has the shape {KerasJson.Print(shape)}, which is too large.");
        return new Shape([.. axes.Select(a => (int)a)]);
    }

    private static TensorFlowJsQuantization Quantization(string name, DType dtype, JToken packing)
    {
        if (packing is not JObject || packing["dtype"] is not JValue { Value: string type } || type is not ("uint8" or "uint16" or "float16"))
            throw new InvalidDataException($"tensor '{name}' is packed as {KerasJson.Print(packing)}; the types uint8, uint16 and float16 are read.");
        if (dtype != DType.Float32 && (dtype != DType.Int32 || type == "float16"))
            throw new InvalidDataException($"tensor '{name}' of type {dtype.KerasName} is packed as {type}; only float32 is, and int32 as an integer.");
        if (type == "float16") return new(type, 1, 0);
        return packing["scale"] is JValue { Value: double or long } scale && packing["min"] is JValue { Value: double or long } min
            ? new(type, (double)scale, (double)min)
            : throw new InvalidDataException($"tensor '{name}' is packed as {type} without the numbers 'scale' and 'min'.");
    }
}
