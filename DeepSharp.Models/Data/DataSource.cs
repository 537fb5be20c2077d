namespace DeepSharp;

/// <summary>What <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c> take: inputs, and for training targets and perhaps sample weights.</summary>
/// <remarks>Converts from a tensor, from tuples (x, y) and (x, y, weights), and from <see cref="LabelledImages"/>.</remarks>
public sealed partial class DataSource
{
    /// <summary>Data held in tensors whose first axes count the samples.</summary>
    /// <param name="x">The inputs, in the model's order.</param>
    /// <param name="y">The targets, in the order of the outputs; empty for prediction.</param>
    /// <param name="sampleWeights">One weight tensor per output, one for all, or none.</param>
    /// <exception cref="ShapeMismatchException">The numbers of samples differ.</exception>
    public DataSource(Tensor[] x, Tensor[]? y = null, Tensor[]? sampleWeights = null)
    {
        (X, Y, SampleWeights) = (x, y ?? [], sampleWeights ?? []);
        if (x.Length == 0) throw new ShapeMismatchException("Data needs at least one input tensor.");
        int n = x[0].Length;
        foreach (var (kind, tensors) in new[] { ("input", X), ("target", Y), ("sample weight", SampleWeights) })
            for (int i = 0; i < tensors.Length; i++)
                if (tensors[i].Length != n)
                    throw new ShapeMismatchException($"Data must have equally many samples: input 0 has {n} (shape {x[0].Shape}), {kind} {i} has {tensors[i].Length} (shape {tensors[i].Shape}).");
    }

    /// <summary>The inputs, in the model's order.</summary>
    public Tensor[] X { get; } = [];

    /// <summary>The targets; empty where there are none.</summary>
    public Tensor[] Y { get; } = [];

    /// <summary>The sample weights; empty where there are none.</summary>
    public Tensor[] SampleWeights { get; } = [];

    /// <summary>Number of samples.</summary>
    public int Count => X[0].Length;

    /// <summary>Inputs alone.</summary>
    public static implicit operator DataSource(Tensor x) => new([x]);

    /// <summary>Inputs and targets.</summary>
    public static implicit operator DataSource((Tensor X, Tensor Y) data) => new([data.X], [data.Y]);

    /// <summary>Inputs, targets and a weight per sample.</summary>
    public static implicit operator DataSource((Tensor X, Tensor Y, Tensor SampleWeight) data) => new([data.X], [data.Y], [data.SampleWeight]);

    /// <summary>Images as float32 [count, height, width, channels] in 0…1, labels as int32.</summary>
    public static implicit operator DataSource(LabelledImages images) => new(
        [Tensor.From(images.ToFloat(), [images.Count, images.Height, images.Width, images.Channels])],
        [Tensor.From(images.Labels)]);
}
