namespace DeepSharp.Cpu;

/// <summary>The memory of one variable's update: old and new values, which may be the same places. Slots a rule does not have are null.</summary>
internal unsafe struct UpdatePart<T> where T : unmanaged
{
    public T* W, G, S0, S1, S2, NewW, New0, New1, New2;
    public long Count;

    /// <summary>The first block of <see cref="UpdateLoop{TRule, T}.Block"/> elements, counted over all parts of a group.</summary>
    public long FirstBlock;

    /// <summary>The part of one variable.</summary>
    /// <param name="x">Variable, gradient, slots.</param>
    /// <param name="y">Variable, slots.</param>
    public static UpdatePart<T> Of(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) => new()
    {
        W = x[0].Pointer<T>(),
        G = x[1].Pointer<T>(),
        S0 = x.Length > 2 ? x[2].Pointer<T>() : null,
        S1 = x.Length > 3 ? x[3].Pointer<T>() : null,
        S2 = x.Length > 4 ? x[4].Pointer<T>() : null,
        NewW = y[0].Pointer<T>(),
        New0 = y.Length > 1 ? y[1].Pointer<T>() : null,
        New1 = y.Length > 2 ? y[2].Pointer<T>() : null,
        New2 = y.Length > 3 ? y[3].Pointer<T>() : null,
        Count = x[0].Count,
    };
}
