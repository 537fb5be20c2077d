namespace DeepSharp.Layers;

/// <summary>Brings features to mean 0 and deviation 1: y = (x − mean) / max(√variance, 10⁻⁷).</summary>
/// <remarks>
/// Mean and variance are given, or learnt from data by <see cref="Adapt(Tensor)"/> and then kept as weights that training does not change.
/// There is one of each for every place along the kept axes. The variance is that of the population, divided by n.
/// </remarks>
/// <param name="axis">The axes that keep their own statistics; an empty list makes one for all.</param>
/// <param name="mean">The mean: one number, or one for each place along the axes; learnt if null.</param>
/// <param name="variance">The variance, in the same form; given exactly where the mean is.</param>
/// <param name="invert">Goes back instead: y = x · max(√variance, 10⁻⁷) + mean.</param>
[Layer]
public sealed partial class Normalization([DefaultsTo("-1")] Axes? axis = null, Numbers? mean = null, Numbers? variance = null, bool invert = false) : Layer
{
    private const double SmallestDeviation = 1e-7;

    private Weight? _mean, _variance, _count;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <summary>Learns mean and variance from data.</summary>
    /// <param name="data">[samples, …], as the layer will see it.</param>
    /// <exception cref="ShapeMismatchException">There are no samples.</exception>
    public void Adapt(Tensor data) => Adapt([data]);

    /// <summary>Learns mean and variance from data that comes in batches; what was learnt before is forgotten.</summary>
    /// <param name="batches">Tensors [samples, …].</param>
    /// <exception cref="ShapeMismatchException">There are no samples.</exception>
    public void Adapt(IEnumerable<Tensor> batches)
    {
        if (Mean is not null) throw new InvalidValueException($"{Title} was given its mean and variance, so it cannot learn them. Leave them out to use Adapt.");
        double seen = 0;
        Tensor? mean = null, squares = null;
        foreach (var batch in batches)
        {
            if (batch.Count == 0) continue;
            BuildFor([batch.Shape.With(0, Dim.Any)]);
            var x = batch.Cast(DType.Float64);
            double n = (double)batch.Count / _mean!.Shape.Count;
            var (m, v) = (x.Mean(Others(x.Shape)), x.Var(Others(x.Shape)));
            // Joining the moments of two sets: the squares of each grow by the distance of their means.
            var distance = mean is null ? null : m - mean;
            squares = squares is null ? v * n : squares + v * n + distance!.Square() * (seen * n / (seen + n));
            mean = mean is null ? m : mean + distance! * (n / (seen + n));
            seen += n;
        }
        if (mean is null) throw new ShapeMismatchException($"{Title}: Adapt got no samples.");
        _mean!.Assign(mean.Cast(_mean.DType));
        _variance!.Assign((squares! * (1 / seen)).Cast(_variance.DType));
        _count!.Assign(Tensor.Scalar(seen, DType.Int32));
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (Mean is null != Variance is null)
            throw new InvalidValueException($"{Title}: mean and variance must be given both or not at all.");
        if (Mean is not null) return;
        Shape kept = Axis.IsEmpty ? [] : [.. Axis.Resolve(input, TypeName).Select(a => input[a])];
        _mean = AddWeight("mean", kept, new Initializers.Zeros(), trainable: false);
        _variance = AddWeight("variance", kept, new Initializers.Ones(), trainable: false);
        _count = AddWeight("count", [], new Initializers.Zeros(), trainable: false, dtype: DType.Int32);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        x = x.Cast(ComputeDType);
        var (mean, variance) = Mean is { } m ? (m.ToTensor(ComputeDType), Variance!.Value.ToTensor(ComputeDType)) : (_mean!.Value, _variance!.Value);
        var deviation = Along(variance, x.Shape).Sqrt().Maximum(SmallestDeviation);
        mean = Along(mean, x.Shape);
        return Invert ? x * deviation + mean : (x - mean) / deviation;
    }

    /// <summary>The axes without statistics of their own.</summary>
    private Axes Others(Shape shape)
    {
        int[] kept = Axis.IsEmpty ? [] : Axis.Resolve(shape, TypeName);
        return new([.. Enumerable.Range(0, shape.Rank).Except(kept)]);
    }

    /// <summary>Statistics reshaped so that they stretch over the input.</summary>
    private Tensor Along(Tensor statistic, Shape shape)
    {
        if (statistic.Rank == 0) return statistic;
        int[] kept = Axis.Resolve(shape, TypeName);
        Shape stretched = [.. Enumerable.Range(0, shape.Rank).Select(i => kept.Contains(i) ? shape[i] : 1)];
        if (!stretched.IsKnown || stretched.Count != statistic.Count)
            throw new ShapeMismatchException($"Normalization has {statistic.Count} means for axis {Axis} but got shape {shape}. Adapt the layer to this data, or reshape the input.");
        return statistic.Reshape(stretched);
    }
}
