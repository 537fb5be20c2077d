namespace DeepSharp;

/// <summary>Drops casts of float32 to a 16-bit type and back, and the other way round, where no bit of the result depends on them.</summary>
/// <remarks>
/// Widening is exact, so narrowing a widened number again gives the number. What only chooses among widened numbers, such as relu or max
/// pooling, needs no rounding either: its result is representable as it is. Every other result must be rounded and stays so.
/// </remarks>
internal static class DropRoundTrips
{
    public static void Run(Graph graph)
    {
        // Of a float32 tensor: the 16-bit type its elements are representable in; of a cast tensor: what it was cast from.
        var representable = new Dictionary<Tensor, DType>();
        var source = new Dictionary<Tensor, Tensor>();
        var map = new Dictionary<Tensor, Tensor>();
        foreach (var node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
                if (map.TryGetValue(node.Inputs[i], out var known)) node.Inputs[i] = known;
            var (x, y) = (node.Inputs.Length > 0 ? node.Inputs[0] : null, node.Outputs[0]);
            if (node.Op is not CastOp cast)
            {
                if (Chooses(node.Op) && Common(node.Inputs, representable) is { } type) representable[y] = type;
                continue;
            }
            bool widens = x!.DType.Is16Bit && cast.To == DType.Float32, rounds = x.DType == DType.Float32 && cast.To.Is16Bit;
            if (!widens && !rounds) continue;
            if (source.TryGetValue(x, out var origin) && origin.DType == cast.To && (rounds || representable.GetValueOrDefault(origin) == x.DType))
            {
                map[y] = origin;
                continue;
            }
            source[y] = x;
            if (widens) representable[y] = x.DType;
        }
        graph.Substitute(map);
    }

    /// <summary>Whether each element of the result is an element of an input, its negative, or zero.</summary>
    private static bool Chooses(Op op) =>
        op is UnaryOp<ReluFn> or UnaryOp<NegateFn> or UnaryOp<AbsFn> or BinaryOp<MaximumFn> or BinaryOp<MinimumFn> or BinaryOp<ReluGradientFn>
            or ReduceOp<MaxFn> or ReduceOp<MinFn> or MaxPoolOp or ViewOp;

    private static DType? Common(Tensor[] inputs, Dictionary<Tensor, DType> representable)
    {
        DType? common = null;
        foreach (var t in inputs)
        {
            if (!representable.TryGetValue(t, out var type) || common is { } other && other != type) return null;
            common = type;
        }
        return common;
    }
}
