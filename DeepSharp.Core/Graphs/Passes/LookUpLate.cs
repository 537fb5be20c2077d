namespace DeepSharp;

/// <summary>
/// Moves lookups behind the products of the rows looked up: with P the lookup of rows of a table E by ids, <c>(P E) W = P (E W)</c>, and in gradients
/// <c>(P E)ᵀ G = Eᵀ (Pᵀ G)</c> and <c>Pᵀ (G Wᵀ) = (Pᵀ G) Wᵀ</c>. Where each row is looked up several times, as characters in their embedding or nodes
/// along the edges of a graph, products then have as many rows as the table, not as many as there are ids.
/// </summary>
/// <remarks>Only the order of sums changes. Rows that no id names count as zeros, so that what stands in them does no harm.</remarks>
internal sealed class LookUpLate
{
    /// <summary>Ids for each row of the table from which on it pays.</summary>
    private const int Few = 4;

    /// <summary>Ids for each row up to which it is done: the sums of rows are chains, and longer ones would round more than a product's.</summary>
    private const int Many = 4096;

    private readonly Graph _graph;
    private readonly Dictionary<Tensor, int> _uses;
    private readonly Dictionary<Tensor, Node> _makers = [];
    private readonly Dictionary<Tensor, List<Node>> _users = [];
    private readonly Dictionary<Tensor, Rows> _rows = [];
    private readonly Dictionary<Tensor, Tensor> _map = [];
    private readonly List<Node> _nodes = [];

    private LookUpLate(Graph graph)
    {
        _graph = graph;
        _uses = graph.CountUses();
        foreach (var node in graph.Nodes)
        {
            foreach (var t in node.Outputs) _makers[t] = node;
            foreach (var t in node.Inputs)
                if (_users.TryGetValue(t, out var known)) known.Add(node);
                else _users[t] = [node];
        }
    }

    /// <summary>A tensor that consists of looked up rows.</summary>
    /// <param name="Table">[length, columns].</param>
    /// <param name="Ids">The tensor's axes but the last.</param>
    /// <param name="FromEnd">Whether negative ids count from the end.</param>
    private sealed record Rows(Tensor Table, Tensor Ids, bool FromEnd);

    public static void Run(Graph graph)
    {
        if (!graph.Nodes.Exists(n => LookupOf(n) is not null)) return;
        var pass = new LookUpLate(graph);
        foreach (var node in graph.Nodes)
        {
            pass.Follow(node);
            if (pass.Replacement(node) is { } made) pass._map[node.Outputs[0]] = made;
            else pass._nodes.Add(node);
        }
        graph.Nodes = pass._nodes;
        graph.Substitute(pass._map);
        // The rows of a table's gradient and of its product's are added up for the same ids, by chains of views that are made twice.
        MergeDuplicates.Run(graph);
        RemoveDeadNodes.Run(graph);
    }

    private static Rows? LookupOf(Node node) =>
        node is { Op: GatherOp { Axis: 0 or -2 } gather, Inputs: [{ Rank: 2, DType: DType.Float32 or DType.Float64 } table, var ids] }
        && Pays(ids, table.Shape[0]) ? new(table, ids, gather.FromEnd) : null;

    private static bool Pays(Tensor ids, int length) => ids.Count >= (long)Few * length && ids.Count <= (long)Many * length;

    /// <summary>Notes whether a node's result consists of looked up rows.</summary>
    private void Follow(Node node)
    {
        if (LookupOf(node) is { } lookup) _rows[node.Outputs[0]] = lookup;
        else if (node.Op is ViewOp && _rows.TryGetValue(node.Inputs[0], out var rows) && RowView.Of(node) is { } view)
            _rows[node.Outputs[0]] = rows with { Ids = Emit(node, [rows.Ids], x => view.Apply(x[0])) };
    }

    /// <summary>What is computed instead of a node; null where it stays.</summary>
    private Tensor? Replacement(Node node) => node.Op switch
    {
        MatMulOp { TransposeA: false } op when node.Inputs[1].Rank == 2 && _rows.TryGetValue(node.Inputs[0], out var rows) =>
            LookedUp(node, rows, [node.Inputs[1]], x => x[0].MatMul(x[1], false, op.TransposeB)),
        // What is added to a product's rows, and functions of them, follow it.
        BinaryOp<AddFn> when VectorAdded(node) is var (rows, vector) => LookedUp(node, rows, [vector], x => x[0] + x[1].Reshape([(int)x[1].Count])),
        ElementwiseOp op when node.Inputs is [var x] && node.Outputs[0].DType == x.DType && Following(x) is { } rows => LookedUp(node, rows, [], x => op.Apply(x[0])),
        MatMulOp when KernelGradient(node) is var (rows, values, turned) => OfKernel(node, rows, values, turned),
        ReduceOp<SumFn> op when SumOfRows(node, op) is { } rows => Emit(node, [Summed(node, rows, node.Inputs[0])], x => x[0].Sum(0, op.KeepDims)),
        ScatterAddOp { Axis: 0 } op when TableGradient(node, op) is var (product, ids) => OfTable(node, op, product, ids),
        _ => null,
    };

    /// <summary>Rows looked up in what a function makes of their table and other tensors.</summary>
    private Tensor LookedUp(Node node, Rows rows, Tensor[] others, Func<Tensor[], Tensor> function)
    {
        var table = Emit(node, [rows.Table, .. others], function);
        _rows[node.Outputs[0]] = rows with { Table = table };
        return Emit(node, [table, rows.Ids], x => new GatherOp(0, rows.FromEnd).Apply(x[0], x[1]));
    }

    /// <summary>The rows of a product that was made of a table, where one node alone uses it.</summary>
    private Rows? Following(Tensor x) => _map.ContainsKey(x) && _uses[x] == 1 ? _rows.GetValueOrDefault(x) : null;

    private (Rows, Tensor)? VectorAdded(Node node)
    {
        foreach (var (x, other) in new[] { (node.Inputs[0], node.Inputs[1]), (node.Inputs[1], node.Inputs[0]) })
            if (other.Rank >= 1 && other.Rank <= x.Rank && other.Count == other.Shape[^1] && other.Count == x.Shape[^1] && Following(x) is { } rows) return (rows, other);
        return null;
    }

    /// <summary>The looked up rows that a product sums over, its other factor, and whether the rows are the right one.</summary>
    private (Rows Rows, Tensor Values, bool Turned)? KernelGradient(Node node)
    {
        if (node.Op is not MatMulOp { TransposeA: true, TransposeB: false }) return null;
        foreach (var (x, values, turned) in new[] { (node.Inputs[0], node.Inputs[1], false), (node.Inputs[1], node.Inputs[0], true) })
            if (x.Rank == 2 && values.Rank == 2 && !_rows.ContainsKey(values) && _rows.TryGetValue(x, out var rows)) return (rows, values, turned);
        return null;
    }

    // (P E)ᵀ G = Eᵀ (Pᵀ G), or the transpose of that.
    private Tensor OfKernel(Node node, Rows rows, Tensor values, bool turned) =>
        Emit(node, [rows.Table, rows.Ids, Summed(node, rows, values)], x =>
        {
            var (table, ids, sums) = (x[0], x[1], x[2]);
            var named = new ScatterAddOp(0, table.Shape[0]).Apply(ids, Tensor.Ones(ids.Shape, table.DType, table.Device)).Reshape([-1, 1]);
            table = Tensor.Where(named > 0, table, Tensor.Zeros([], table.DType, table.Device));
            return turned ? sums.MatMul(table, true) : table.MatMul(sums, true);
        });

    /// <summary>The rows by whose ids values are added up anyway, where a node adds up all of them.</summary>
    private Rows? SumOfRows(Node node, ReduceOp op)
    {
        var values = node.Inputs[0];
        if (values.Rank != 2 || op.Over.Resolve(values.Shape, op.Name) is not [0]) return null;
        return _users[values].Select(KernelGradient).FirstOrDefault(g => g is { } known && ReferenceEquals(known.Values, values))?.Rows;
    }

    // Pᵀ G; the lookup has refused what it does not allow, so that this sum can be that of the table's gradient.
    private Tensor Summed(Node node, Rows rows, Tensor values) =>
        Emit(node, [rows.Ids, values], x => new ScatterAddOp(0, rows.Table.Shape[0]).Apply(x[0], x[1]));

    /// <summary>The product whose rows alone are added up, and the ids of its rows.</summary>
    private (Node Product, Tensor Ids)? TableGradient(Node node, ScatterAddOp op)
    {
        var (ids, x) = (node.Inputs[0], node.Inputs[1]);
        if (!Pays(ids, op.Length) || x.Rank != ids.Rank + 1 || x.DType is not (DType.Float32 or DType.Float64)) return null;
        var views = new List<RowView>();
        for (; _uses[x] == 1 && _makers.GetValueOrDefault(x) is { } maker && RowView.Of(maker) is { } view; x = maker.Inputs[0]) views.Add(view);
        if (_uses[x] != 1 || _makers.GetValueOrDefault(x) is not { Op: MatMulOp { TransposeA: false }, Inputs: [_, { Rank: 2 }] } product) return null;
        return (product, Emit(node, [ids], t => views.Aggregate(t[0], (rows, view) => view.Undo(rows))));
    }

    // Pᵀ (G Wᵀ) = (Pᵀ G) Wᵀ
    private Tensor OfTable(Node node, ScatterAddOp op, Node product, Tensor ids) =>
        Emit(node, [ids, .. product.Inputs], x => op.Apply(x[0], x[1]).MatMul(x[2], false, ((MatMulOp)product.Op).TransposeB));

    /// <summary>Records ops in a node's place.</summary>
    private Tensor Emit(Node node, Tensor[] inputs, Func<Tensor[], Tensor> function)
    {
        var part = node.Scope.Run(() => Trace.Suspended(() => Trace.Record(_graph.Device, Array.ConvertAll(inputs, t => t.Spec), x => [function(x)])));
        var given = part.Inputs.Zip(inputs).ToDictionary();
        part.Substitute(given);
        _nodes.AddRange(part.Nodes);
        return part.Outputs[0];
    }
}
