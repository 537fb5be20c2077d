namespace DeepSharp;

/// <summary>Crosses features: a bucket for each combination of their values, as TensorFlow's <c>sparse.cross_hashed</c> does. No gradient.</summary>
/// <param name="Buckets">How many buckets there are.</param>
/// <remarks>Inputs, all int64 of one shape: the features, a number standing for itself and a string for its FarmHash64 fingerprint.</remarks>
public sealed record HashCrossOp(int Buckets) : Op
{
    /// <inheritdoc/>
    public override string Family => "Hashing";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (Buckets <= 0) throw new InvalidValueException($"[hash_cross] the number of buckets must be positive but is {Buckets}.");
        if (inputs.Length < 2) throw new ShapeMismatchException($"[hash_cross] crosses two features or more but got {inputs.Length}.");
        var shape = inputs[0].Shape;
        foreach (var input in inputs)
        {
            if (input.DType != DType.Int64) throw new DTypeMismatchException($"[hash_cross] expects features in int64 but got {input.DType.KerasName}. Cast them.");
            if (!input.Shape.Matches(shape)) throw new ShapeMismatchException($"[hash_cross] expects features of one shape but got {shape} and {input.Shape}.");
            if (!shape.IsKnown) shape = input.Shape;
        }
        return [new(shape, DType.Int64)];
    }
}
