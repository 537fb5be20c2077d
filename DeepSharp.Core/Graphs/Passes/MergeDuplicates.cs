using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>Computes equal ops on equal inputs once (common-subexpression elimination).</summary>
internal static class MergeDuplicates
{
    public static void Run(Graph graph)
    {
        var seen = new Dictionary<Key, Node>();
        var map = new Dictionary<Tensor, Tensor>();
        var kept = new List<Node>();
        foreach (var node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
                if (map.TryGetValue(node.Inputs[i], out var t)) node.Inputs[i] = t;
            if (node.Op.IsPure && !seen.TryAdd(new(node), node))
            {
                var first = seen[new(node)];
                for (int i = 0; i < node.Outputs.Length; i++) map[node.Outputs[i]] = first.Outputs[i];
                continue;
            }
            kept.Add(node);
        }
        graph.Nodes = kept;
        graph.Substitute(map);
    }

    private readonly struct Key(Node node) : IEquatable<Key>
    {
        private readonly Node _node = node;

        public bool Equals(Key other) =>
            _node.Op.Equals(other._node.Op) && _node.Inputs.Length == other._node.Inputs.Length
            && _node.Inputs.Zip(other._node.Inputs).All(p => Same(p.First, p.Second));

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_node.Op);
            foreach (var t in _node.Inputs)
            {
                if (t.Constant is { } c) hash.Add(BitConverter.DoubleToInt64Bits(c));
                else hash.Add(RuntimeHelpers.GetHashCode(t));
            }
            return hash.ToHashCode();
        }

        private static bool Same(Tensor a, Tensor b) =>
            ReferenceEquals(a, b) || a.Constant is { } x && b.Constant is { } y && a.Spec == b.Spec
            && BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y); // 0 and −0 are not the same: x / 0 and x / −0 differ
    }
}
