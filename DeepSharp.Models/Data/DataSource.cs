namespace DeepSharp;

/// <summary>What <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c> take: inputs, and for training targets and perhaps sample weights.</summary>
/// <remarks>
/// Converts from a tensor or array, from tuples (x, y) and (x, y, weights), from <see cref="LabelledImages"/>, from a
/// <see cref="Dataset"/>, and from dictionaries by input name.
/// </remarks>
public sealed partial class DataSource
{
    /// <summary>Data held in tensors whose first axes count the samples.</summary>
    /// <param name="x">The inputs, in the model's order.</param>
    /// <param name="y">The targets, in the order of the outputs; empty for prediction.</param>
    /// <param name="sampleWeights">One weight tensor per output, one for all, or none.</param>
    /// <exception cref="ShapeMismatchException">The numbers of samples differ.</exception>
    public DataSource(Tensor[] x, Tensor[]? y = null, Tensor[]? sampleWeights = null)
    {
        if (x.Length == 0) throw new ShapeMismatchException("Data needs at least one input tensor.");
        (X, Y, SampleWeights) = (Dense(x), Dense(y ?? []), Dense(sampleWeights ?? []));
        int n = x[0].Length;
        foreach (var (kind, tensors) in new[] { ("input", X), ("target", Y), ("sample weight", SampleWeights) })
            for (int i = 0; i < tensors.Length; i++)
                if (tensors[i].Length != n)
                    throw new ShapeMismatchException($"Data must have equally many samples: input 0 has {n} (shape {x[0].Shape}), {kind} {i} has {tensors[i].Length} (shape {tensors[i].Shape}).");
    }

    /// <summary>Data read from a dataset, which is batched by the caller's batch size where it is not yet.</summary>
    public DataSource(Dataset dataset) => (X, Y, SampleWeights, Dataset) = ([], [], [], dataset);

    /// <summary>Data by the names of the model's inputs and outputs.</summary>
    /// <param name="x">Inputs by input layer name.</param>
    /// <param name="y">Targets by output layer name.</param>
    public DataSource(IReadOnlyDictionary<string, Tensor> x, IReadOnlyDictionary<string, Tensor>? y = null)
        : this([.. x.Values], [.. y?.Values ?? []]) => (InputNames, TargetNames) = ([.. x.Keys], [.. y?.Keys ?? []]);

    /// <summary>The inputs, in the model's order.</summary>
    public Tensor[] X { get; }

    /// <summary>The targets; empty where there are none.</summary>
    public Tensor[] Y { get; }

    /// <summary>The sample weights; empty where there are none.</summary>
    public Tensor[] SampleWeights { get; }

    /// <summary>The dataset this reads from, or null for tensors.</summary>
    public Dataset? Dataset { get; }

    internal string[]? InputNames { get; private init; }

    internal string[]? TargetNames { get; private init; }

    /// <summary>Number of samples held in tensors.</summary>
    public int Count => X.Length > 0 ? X[0].Length : throw new DeepSharpException("The number of samples of a dataset is not known before it is read.");

    internal long BytesPerSample => X.Concat(Y).Concat(SampleWeights).Sum(t => t.Spec.Bytes) / Math.Max(Count, 1);

    /// <summary>Inputs alone.</summary>
    public static implicit operator DataSource(Tensor x) => new([x]);

    /// <summary>A matrix of inputs alone, one sample a row.</summary>
    public static implicit operator DataSource(float[,] x) => new([x]);

    /// <summary>Inputs alone, each sample a matrix.</summary>
    public static implicit operator DataSource(float[,,] x) => new([x]);

    /// <summary>Inputs alone, such as images [count, height, width, channels].</summary>
    public static implicit operator DataSource(float[,,,] x) => new([x]);

    /// <summary>Inputs and targets.</summary>
    public static implicit operator DataSource((Tensor X, Tensor Y) data) => new([data.X], [data.Y]);

    /// <summary>Inputs, targets and a weight per sample.</summary>
    public static implicit operator DataSource((Tensor X, Tensor Y, Tensor SampleWeight) data) => new([data.X], [data.Y], [data.SampleWeight]);

    /// <summary>Several inputs and targets.</summary>
    public static implicit operator DataSource((Tensor[] X, Tensor[] Y) data) => new(data.X, data.Y);

    /// <summary>Several inputs.</summary>
    public static implicit operator DataSource(Tensor[] x) => new(x);

    /// <summary>Inputs by name.</summary>
    public static implicit operator DataSource(Dictionary<string, Tensor> x) => new(x);

    /// <summary>Inputs and targets by name.</summary>
    public static implicit operator DataSource((Dictionary<string, Tensor> X, Dictionary<string, Tensor> Y) data) => new(data.X, data.Y);

    /// <summary>A dataset.</summary>
    public static implicit operator DataSource(Dataset dataset) => new(dataset);

    /// <summary>Images as float32 [count, height, width, channels] in 0…1, labels as int32.</summary>
    public static implicit operator DataSource(LabelledImages images) => new(
        [Tensor.From(images.ToFloat(), [images.Count, images.Height, images.Width, images.Channels])],
        [Tensor.From(images.Labels)]);

    /// <summary>The samples from <paramref name="start"/> on.</summary>
    internal DataSource Slice(int start, int count)
    {
        Tensor[] Part(Tensor[] tensors) => Array.ConvertAll(tensors, t => t[start..(start + count)]);
        return new(Part(X), Part(Y), Part(SampleWeights));
    }

    /// <summary>The samples of these numbers, in that order.</summary>
    internal DataSource Rows(int[] rows)
    {
        var index = Tensor.From(rows);
        Tensor[] Part(Tensor[] tensors) => Array.ConvertAll(tensors, t => t.Gather(index));
        return new(Part(X), Part(Y), Part(SampleWeights)) { InputNames = InputNames, TargetNames = TargetNames };
    }

    private static Tensor[] Dense(Tensor[] tensors) => Array.ConvertAll(tensors, t => t.To(Device.Cpu).Contiguous());
}
