namespace DeepSharp;

/// <summary>Turns a recorded graph into a program: passes, layouts, memory, kernels.</summary>
internal static class ProgramBuilder
{
    public static Program Build(Graph graph)
    {
        RemoveDeadNodes.Run(graph);
        FoldConstants.Run(graph);
        Simplify.Run(graph);
        NarrowData.Run(graph);
        DropRoundTrips.Run(graph);
        MergeDuplicates.Run(graph);
        RemoveDeadNodes.Run(graph);
        OwnResults.Run(graph);
        FuseBatchNorms.Run(graph);
        FusePoolGradients.Run(graph);
        FuseDropoutGradients.Run(graph);
        FuseProjections.Run(graph);
        LookUpLate.Run(graph);
        FuseProducts.Run(graph);
        FuseDecays.Run(graph);
        FuseRowUpdates.Run(graph);
        FuseUpdates.Run(graph);
        FuseElementwise.Run(graph);

        var kernels = new List<Kernel?>();
        var roots = LayOut.Run(graph, kernels);
        MarkSteady(graph, roots);
        var updates = UpdateInPlace.Find(graph, kernels, roots);
        var plan = Place(graph, kernels, roots, updates);

        var steps = new List<Program.Step>();
        var views = new List<Program.View>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            var node = graph.Nodes[i];
            if (node.Op is ViewOp) views.Add(new(node.Inputs[0], node.Outputs[0], node.Outputs[0].Offset - node.Inputs[0].Offset));
            else steps.Add(new(node.Op, kernels[i]!, node.Inputs, node.Outputs, node.Scope));
        }
        var cells = graph.Reads.Select(r =>
            new Program.Cell(r.Key, r.Value, updates.GetValueOrDefault(r.Key), graph.Writes.ContainsKey(r.Key)));
        var copies = graph.Writes.Where(w => !updates.ContainsKey(w.Key)).Select(w => (w.Value, w.Key));
        BindConstantViews(views);
        return Program.Create(graph.Device, graph.Inputs, graph.Outputs, [.. steps], [.. cells], [.. views], [.. copies], plan);
    }

    /// <summary>Finds lifetimes, lets outputs overwrite dying inputs, and binds everything to storage.</summary>
    private static MemoryPlan Place(Graph graph, List<Kernel?> kernels, Dictionary<Tensor, Tensor> roots, Dictionary<Variable, Tensor> updates)
    {
        var lastUse = new Dictionary<Tensor, int>();
        for (int i = 0; i < graph.Nodes.Count; i++)
            foreach (var t in graph.Nodes[i].Inputs)
                lastUse[roots.GetValueOrDefault(t, t)] = i;

        var results = new HashSet<Tensor>(graph.Outputs);
        var pending = graph.Writes.Values.ToHashSet();
        var inCells = updates.Values.ToHashSet();
        var plan = new MemoryPlan();
        var buffers = new Dictionary<Tensor, MemoryPlan.Buffer>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            var node = graph.Nodes[i];
            if (node.Op is ViewOp) continue;
            foreach (var (o, t) in node.Outputs.Index())
            {
                if (inCells.Contains(t)) continue;
                if (results.Contains(t))
                {
                    t.Bind(graph.Device.Backend.Allocate(t.Spec.Bytes));
                    continue;
                }
                int last = pending.Contains(t) ? graph.Nodes.Count : Math.Max(i, lastUse.GetValueOrDefault(t, i));
                if (Overwritable(node, kernels[i]!, o, i, roots, lastUse, buffers) is { } shared)
                {
                    shared.Last = last;
                    buffers[t] = shared;
                }
                else buffers[t] = plan.Add(t.Spec.Bytes, i, last);
            }
        }
        plan.Place();
        var block = Block(graph, plan);
        foreach (var (t, b) in buffers) t.Bind(block.Slice(b.Offset, b.Bytes));
        return plan;
    }

    /// <summary>The memory of all intermediate tensors; where it does not fit, the error names the op with the largest one.</summary>
    private static Storage Block(Graph graph, MemoryPlan plan)
    {
        try
        {
            return graph.Device.Backend.Allocate(plan.Bytes);
        }
        catch (DeviceMemoryException e)
        {
            var largest = graph.Nodes.Where(n => n.Op is not ViewOp).MaxBy(n => n.Outputs.Max(o => o.Spec.Bytes))!;
            throw e.For($"a compiled step whose largest tensor is {largest.Outputs.MaxBy(o => o.Spec.Bytes)!.Spec} of {largest.Op.Name}");
        }
    }

    /// <summary>The buffer of an input that dies at this op and that the kernel may write its output over.</summary>
    private static MemoryPlan.Buffer? Overwritable(
        Node node, Kernel kernel, int output, int index, Dictionary<Tensor, Tensor> roots, Dictionary<Tensor, int> lastUse,
        Dictionary<Tensor, MemoryPlan.Buffer> buffers)
    {
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            var root = roots.GetValueOrDefault(node.Inputs[i], node.Inputs[i]);
            if (!kernel.CanOverwrite(node.Op, i, output) || !buffers.TryGetValue(root, out var buffer)) continue;
            bool dies = buffer.Last == index && lastUse[root] == index;
            bool alone = node.Inputs.Count(t => ReferenceEquals(roots.GetValueOrDefault(t, t), root)) == 1
                && !node.Outputs.Any(t => buffers.TryGetValue(t, out var b) && b == buffer);
            if (dies && alone && node.Inputs[i].IsContiguous && node.Inputs[i].Spec.Bytes == root.Spec.Bytes
                && node.Outputs[output].Spec.Bytes == root.Spec.Bytes)
                return buffer;
        }
        return null;
    }

    /// <summary>Tells kernels which operands are the same from run to run, unless somebody else changes them.</summary>
    private static void MarkSteady(Graph graph, Dictionary<Tensor, Tensor> roots)
    {
        foreach (var (variable, symbol) in graph.Reads) symbol.IsSteady = !graph.Writes.ContainsKey(variable);
        foreach (var (view, root) in roots) view.IsSteady = root.IsSteady;
    }

    /// <summary>Views of bound storage get their place now; those of inputs and variables when these are bound.</summary>
    private static void BindConstantViews(List<Program.View> views)
    {
        foreach (var view in views)
            if (view.Source.Storage is not null) view.Output.Bind(view.Source.Storage, view.Source.Offset + view.Shift);
    }
}
