namespace DeepSharp;

/// <summary>Runs ops whose inputs are all known while the graph is built, and keeps their results.</summary>
internal static class FoldConstants
{
    /// <summary>Larger results are left to the program: keeping them would cost more memory than computing them costs time.</summary>
    private const long LargestResult = 1 << 16;

    public static void Run(Graph graph)
    {
        var map = new Dictionary<Tensor, Tensor>();
        var kept = new List<Node>();
        foreach (var node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
                if (map.TryGetValue(node.Inputs[i], out var t)) node.Inputs[i] = t;
            bool known = node.Op.IsPure && node.Inputs.Length > 0 && Array.TrueForAll(node.Inputs, t => t.Trace is null)
                && (node.Op is ViewOp || Array.TrueForAll(node.Outputs, o => o.Count <= LargestResult));
            if (!known)
            {
                kept.Add(node);
                continue;
            }
            var results = Dispatch.Execute(
                node.Op, node.Inputs, Array.ConvertAll(node.Inputs, t => t.Spec), Array.ConvertAll(node.Outputs, t => t.Spec), graph.Device);
            var number = node.Op is ViewOp ? node.Inputs[0].Constant : null;
            for (int i = 0; i < results.Length; i++) map[node.Outputs[i]] = Known(results[i], number);
        }
        graph.Nodes = kept;
        graph.Substitute(map);
    }

    /// <summary>Remembers the number all elements equal, so that later passes can see it.</summary>
    private static Tensor Known(Tensor t, double? number)
    {
        if (t.Constant is not null || number is null && t.Count != 1) return t;
        double value = number ?? t.Item();
        // Beyond 2^53 a double no longer tells neighbouring whole numbers apart; such a constant keeps its tensor only.
        if (t.DType == DType.Int64 && Math.Abs(value) >= 1L << 53) return t;
        return new(t.Spec, t.Device, t.Storage, t.Offset, t.Strides) { Constant = value };
    }
}
