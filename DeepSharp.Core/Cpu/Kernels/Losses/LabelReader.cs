namespace DeepSharp.Cpu;

/// <summary>Integer labels of either width.</summary>
internal readonly unsafe struct LabelReader(Tensor labels)
{
    private readonly int* _ints = labels.DType == DType.Int32 ? labels.Pointer<int>() : null;
    private readonly long* _longs = labels.DType == DType.Int64 ? labels.Pointer<long>() : null;

    public long this[long i] => _ints != null ? _ints[i] : _longs[i];

    /// <summary>Throws for the first label that names no class and is not to be ignored.</summary>
    /// <exception cref="InvalidValueException">There is one.</exception>
    public static LabelReader Checked(Tensor labels, int classes, int? ignoreClass, Op who)
    {
        var reader = new LabelReader(labels);
        for (long i = 0; i < labels.Count; i++)
        {
            long label = reader[i];
            if ((ulong)label < (ulong)classes || label == ignoreClass) continue;
            throw new InvalidValueException(
                $"[{who.Name}] label {label} at {Position(labels.Shape, i)} is outside the {classes} classes: expected 0 to {classes - 1}" +
                $"{(ignoreClass is { } c ? $" or the ignored class {c}" : "")}. Correct the labels, or give the model more outputs.");
        }
        return reader;
    }

    private static string Position(Shape shape, long i)
    {
        var index = new long[shape.Rank];
        for (int d = shape.Rank - 1; d >= 0; i /= shape[d--]) index[d] = i % shape[d];
        return $"[{string.Join(", ", index)}]";
    }
}
