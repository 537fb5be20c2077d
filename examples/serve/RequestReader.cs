using System.Text.Json;

namespace DeepSharp.Serve;

/// <summary>Reads and checks the samples of a request: <c>{"instances": […]}</c>, each a nested array, or an object by input name where the model has
/// several inputs.</summary>
public sealed class RequestReader(IReadOnlyList<InputSignature> inputs, int maxInstances)
{
    /// <summary>The samples.</summary>
    /// <exception cref="InvalidRequestException">The request is not what the model takes.</exception>
    public Instance[] Read(JsonElement request)
    {
        if (request.ValueKind != JsonValueKind.Object) throw new InvalidRequestException($"The request must be a JSON object but is {Kind(request)}.");
        foreach (var field in request.EnumerateObject())
            if (field.Name != "instances") throw new InvalidRequestException($"The request has a field '{field.Name}'; it takes 'instances' alone.");
        if (!request.TryGetProperty("instances", out var instances))
            throw new InvalidRequestException("The field 'instances' is missing: an array of samples.");
        if (instances.ValueKind != JsonValueKind.Array) throw new InvalidRequestException($"instances: must be an array of samples but is {Kind(instances)}.");
        int count = instances.GetArrayLength();
        if (count == 0) throw new InvalidRequestException("instances: must hold at least one sample but is empty.");
        if (count > maxInstances)
            throw new InvalidRequestException($"instances: may hold {maxInstances} samples but has {count}; send them in several requests.");
        return [.. instances.EnumerateArray().Select((element, i) => ReadInstance(element, $"instances[{i}]"))];
    }

    private Instance ReadInstance(JsonElement element, string path)
    {
        // A single input needs no name, but may have one.
        if (element.ValueKind != JsonValueKind.Object && inputs.Count == 1) return new([ReadInput(element, inputs[0], path)]);
        if (element.ValueKind != JsonValueKind.Object)
            throw new InvalidRequestException($"{path}: must be an object with the fields {Names} but is {Kind(element)}.");
        foreach (var field in element.EnumerateObject())
            if (!inputs.Any(i => i.Name == field.Name))
                throw new InvalidRequestException($"{path}: has a field '{field.Name}'; the model's inputs are {Names}.");
        return new([.. inputs.Select(input => element.TryGetProperty(input.Name, out var value)
            ? ReadInput(value, input, $"{path}.{input.Name}")
            : throw new InvalidRequestException($"{path}: the field '{input.Name}' is missing; the model's inputs are {Names}."))]);
    }

    private static InputValue ReadInput(JsonElement element, InputSignature input, string path)
    {
        int[] lengths = input.Shape.Dims.ToArray(), place = new int[lengths.Length];
        var values = new List<double>();
        ReadAxis(element, 0);
        // An axis of unknown length under an empty one has no elements to tell its length.
        return new(new(Array.ConvertAll(lengths, n => n == Dim.Any ? 0 : n)), [.. values]);

        string Where(int axis) => path + string.Concat(place.Take(axis).Select(i => $"[{i}]"));

        void ReadAxis(JsonElement at, int axis)
        {
            if (axis == lengths.Length)
            {
                values.Add(Number(at, input.DType) ?? throw new InvalidRequestException($"{Where(axis)}: {Refusal(at, input.DType)}"));
                return;
            }
            if (at.ValueKind != JsonValueKind.Array)
                throw new InvalidRequestException($"{Where(axis)}: must be an array, since a sample has the shape {input.Shape}, but is {Kind(at)}.");
            int count = at.GetArrayLength();
            if (lengths[axis] == Dim.Any) lengths[axis] = count;
            if (count != lengths[axis])
                throw new InvalidRequestException(
                    $"{Where(axis)}: must have {lengths[axis]} elements, since a sample has the shape {input.Shape}, but has {count}.");
            place[axis] = 0;
            foreach (var item in at.EnumerateArray())
            {
                ReadAxis(item, axis + 1);
                place[axis]++;
            }
        }
    }

    /// <summary>The value, or null where the type does not hold it.</summary>
    private static double? Number(JsonElement at, DType dtype)
    {
        if (dtype == DType.Bool && at.ValueKind is JsonValueKind.True or JsonValueKind.False) return at.ValueKind == JsonValueKind.True ? 1 : 0;
        if (at.ValueKind != JsonValueKind.Number) return null;
        double value = at.GetDouble();
        double least = dtype is DType.Bool or DType.UInt8 ? 0 : -Most(dtype);
        return value >= least && value <= Most(dtype) && (dtype.IsFloating || value == Math.Floor(value)) ? value : null;
    }

    private static string Refusal(JsonElement at, DType dtype) => at.ValueKind == JsonValueKind.Number
        ? $"{at.GetRawText()} is not a {(dtype.IsFloating ? "finite" : "whole")} number of type {dtype.KerasName}."
        : $"must be a number but is {Kind(at)}.";

    private static double Most(DType dtype) => dtype switch
    {
        DType.Bool => 1,
        DType.UInt8 => byte.MaxValue,
        DType.Int32 => int.MaxValue,
        DType.Int64 => 1L << 53,
        DType.Float16 => (double)Half.MaxValue,
        DType.Float64 => double.MaxValue,
        _ => float.MaxValue,
    };

    private string Names => string.Join(", ", inputs.Select(i => $"'{i.Name}'"));

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"the text {element.GetRawText()[..Math.Min(element.GetRawText().Length, 40)]}",
        JsonValueKind.Number => "a number",
        _ => "a truth value",
    };
}
