namespace DeepSharp;

/// <summary>Works out the layout of every view and puts dense copies where a kernel cannot read a strided one.</summary>
internal static class LayOut
{
    /// <returns>For each view the tensor whose storage it reads.</returns>
    public static Dictionary<Tensor, Tensor> Run(Graph graph, List<Kernel?> kernels)
    {
        var roots = new Dictionary<Tensor, Tensor>();
        var dense = new Dictionary<Tensor, Tensor>();
        var nodes = new List<Node>();

        Tensor Dense(Tensor t)
        {
            if (t.IsContiguous) return t;
            if (dense.TryGetValue(t, out var copy)) return copy;
            copy = new(t.Spec, graph.Device) { Trace = t.Trace };
            Add(new(new CopyOp(), [t], [copy]));
            return dense[t] = copy;
        }

        void Add(Node node)
        {
            nodes.Add(node);
            kernels.Add(node.Op is ViewOp ? null : FindKernel(graph.Device, node));
        }

        foreach (var node in graph.Nodes)
        {
            if (node.Op is ViewOp view)
            {
                var output = node.Outputs[0];
                if (view.TryView(node.Inputs[0], output.Shape) is null) node.Inputs[0] = Dense(node.Inputs[0]);
                var (offset, strides) = view.TryView(node.Inputs[0], output.Shape)!.Value;
                output.SetLayout(offset, strides);
                roots[output] = roots.GetValueOrDefault(node.Inputs[0], node.Inputs[0]);
                Add(node);
                continue;
            }
            var kernel = FindKernel(graph.Device, node);
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (node.Inputs[i].Device != graph.Device) node.Inputs[i] = node.Inputs[i].To(graph.Device);
                if (!kernel.AcceptsStrided(node.Op, i, node.Inputs[i])) node.Inputs[i] = Dense(node.Inputs[i]);
            }
            nodes.Add(node);
            kernels.Add(kernel);
        }
        graph.Nodes = nodes;
        return roots;
    }

    private static Kernel FindKernel(Device device, Node node)
    {
        var specs = Array.ConvertAll(node.Inputs, t => t.Spec);
        return device.Backend.FindKernel(node.Op, specs) ?? throw Dispatch.Missing(node.Op, device, specs);
    }
}
