namespace DeepSharp;

/// <summary>Values of a table by their keys: y = values[i] where keys[i] = x. No gradient.</summary>
/// <param name="Missing">What keys that are not in the table give; null makes them errors.</param>
/// <remarks>Inputs, all int64: numbers of any shape, the keys [n] in rising order, and the values [n]. The result has the numbers' shape.</remarks>
public sealed record LookupOp(long? Missing) : Op
{
    /// <inheritdoc/>
    public override string Family => "Indexing";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (x, keys, values) = (inputs[0], inputs[1], inputs[2]);
        foreach (var input in inputs)
            if (input.DType != DType.Int64) throw new DTypeMismatchException($"[lookup] expects numbers, keys and values in int64 but got {input.DType.KerasName}.");
        if (keys.Shape.Rank != 1 || keys.Shape != values.Shape)
            throw new ShapeMismatchException($"[lookup] expects keys and values with one axis of equal lengths but got {keys.Shape} and {values.Shape}.");
        return [new(x.Shape, DType.Int64)];
    }
}

public sealed partial class Tensor
{
    /// <summary>Values of a table by their keys.</summary>
    /// <param name="keys">The keys, int64 [n] in rising order.</param>
    /// <param name="values">The values, int64 [n].</param>
    /// <param name="missing">What keys that are not in the table give; null makes them errors.</param>
    /// <exception cref="InvalidValueException">A key is not in the table and there is no value for such.</exception>
    public Tensor Lookup(Tensor keys, Tensor values, long? missing = null) => new LookupOp(missing).Apply(Cast(DType.Int64), keys, values);
}
