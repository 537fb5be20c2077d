using System.Numerics;

namespace DeepSharp.Serve;

/// <summary>A model as the server uses it: what it takes and gives, and the prediction of samples in batches.</summary>
public sealed class ServedModel
{
    private readonly Model _model;
    private readonly int _maxBatch;

    /// <summary>Predicts once where the shapes are known, so that a model that cannot run is noticed at the start.</summary>
    /// <exception cref="DeepSharpException">The model's file does not say what its inputs are.</exception>
    public ServedModel(Model model, int maxBatch)
    {
        if (model.Inputs.Count == 0)
            throw new DeepSharpException($"Model '{model.Name}' does not say what its inputs are; save one that was built with inputs.");
        (_model, _maxBatch) = (model, maxBatch);
        Inputs = [.. model.Inputs.Select(i => new InputSignature(i.Layer.Name, i.Shape[1..], i.DType))];
        Outputs = [.. model.Outputs.Select(o => o.Layer.Name)];
        if (Inputs.All(i => i.Shape.IsKnown))
            Predict([new([.. Inputs.Select(i => new InputValue(i.Shape, new double[i.Shape.Count]))])]);
    }

    /// <summary>The model's name.</summary>
    public string Name => _model.Name;

    /// <summary>What its inputs take.</summary>
    public IReadOnlyList<InputSignature> Inputs { get; }

    /// <summary>The names of its outputs.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The samples' numbers in batches: of equal shapes, and no larger than allowed.</summary>
    public IEnumerable<int[]> Batches(IReadOnlyList<Instance> instances)
    {
        var groups = new List<List<int>>();
        for (int i = 0; i < instances.Count; i++)
        {
            if (groups.Find(g => instances[g[0]].FitsWith(instances[i])) is { } group) group.Add(i);
            else groups.Add([i]);
        }
        return groups.SelectMany(g => g.Chunk(_maxBatch));
    }

    /// <summary>Predicts samples of equal shapes. May be called from several threads.</summary>
    /// <returns>For each sample a value of each output.</returns>
    public OutputValue[][] Predict(IReadOnlyList<Instance> instances)
    {
        // Every number of samples is a program of its own; filled up to powers of two there are few, and all stay compiled.
        int rows = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)instances.Count), (uint)Math.Max(_maxBatch, instances.Count));
        var inputs = new Tensor[Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            var shape = instances[0].Inputs[i].Shape;
            var values = new double[rows * shape.Count];
            for (int row = 0; row < instances.Count; row++) instances[row].Inputs[i].Values.CopyTo(values, row * shape.Count);
            inputs[i] = Tensor.From<double>(values, [rows, .. shape], Device.Cpu).Cast(Inputs[i].DType);
        }
        var outputs = _model.PredictAll(inputs, batchSize: rows, Verbosity.Silent);
        var results = new OutputValue[instances.Count][];
        for (int row = 0; row < results.Length; row++) results[row] = new OutputValue[outputs.Length];
        for (int o = 0; o < outputs.Length; o++)
        {
            var (shape, values) = (outputs[o].Shape[1..], outputs[o].ToDoubles());
            int size = values.Length / rows;
            for (int row = 0; row < results.Length; row++)
                results[row][o] = new(shape, outputs[o].DType, new(values, row * size, size));
        }
        return results;
    }
}
