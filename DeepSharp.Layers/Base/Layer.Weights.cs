namespace DeepSharp;

public abstract partial class Layer
{
    private readonly List<Weight> _own = [];
    private readonly Dictionary<Weight, Layer> _lenders = [];

    /// <summary>All weights: this layer's in the order they were made, trainable before others, then those of the layers in it.</summary>
    public IReadOnlyList<Weight> Weights => [.. OwnWeights.Concat(Sublayers.SelectMany(l => l.Weights)).Distinct()];

    /// <summary>The weights that training changes.</summary>
    public IReadOnlyList<Weight> TrainableWeights =>
        Trainable ? [.. _own.Where(w => w.Trainable && _lenders.GetValueOrDefault(w) is not { Trainable: false }).Concat(Sublayers.SelectMany(l => l.TrainableWeights)).Distinct()] : [];

    /// <summary>The weights that training does not change: moving statistics, and all weights of frozen layers.</summary>
    public IReadOnlyList<Weight> NonTrainableWeights
    {
        get
        {
            var trainable = TrainableWeights.ToHashSet();
            return [.. Weights.Where(w => !trainable.Contains(w))];
        }
    }

    /// <summary>The weights this layer made itself, as Keras lists them: trainable ones first.</summary>
    public IReadOnlyList<Weight> OwnWeights => [.. _own.Where(w => w.Trainable), .. _own.Where(w => !w.Trainable)];

    /// <summary>The layers inside this one: those held in its fields, in the order of the fields.</summary>
    public virtual IReadOnlyList<Layer> Sublayers => [.. LayerFields().Select(f => f.Layer).Distinct()];

    /// <summary>State that is neither a weight nor seen by the user, but saved with the model: random states.</summary>
    internal IReadOnlyList<Variable> States => [.. _states, .. Sublayers.SelectMany(l => l.States)];

    private readonly List<Variable> _states = [];

    /// <summary>Number of numbers in all weights.</summary>
    public long CountParams() => Weights.Sum(w => w.Shape.Count);

    /// <summary>Copies of the weights' values.</summary>
    public Tensor[] GetWeights() => [.. Weights.Select(w => w.Value)];

    /// <summary>Replaces all weights, in the order of <see cref="Weights"/>.</summary>
    /// <exception cref="ShapeMismatchException">Number or shapes differ.</exception>
    public void SetWeights(IReadOnlyList<Tensor> values)
    {
        var weights = Weights;
        if (values.Count != weights.Count)
            throw new ShapeMismatchException(
                $"{Title} has {weights.Count} weights but SetWeights got {values.Count}{(IsBuilt ? "" : "; the layer is not built yet, call it or its model with an input shape first")}.");
        for (int i = 0; i < values.Count; i++)
            if (values[i].Shape != weights[i].Shape)
                throw new ShapeMismatchException($"{Title}: weight {i} '{weights[i].Name}' has shape {weights[i].Shape} but SetWeights got {values[i].Shape}.");
        for (int i = 0; i < values.Count; i++) weights[i].Assign(values[i].Cast(weights[i].DType));
    }

    /// <summary>The penalties of all trainable weights' regularizers.</summary>
    internal IEnumerable<Tensor> RegularizationLosses() =>
        TrainableWeights.Where(w => w.Regularizer is not null).Select(w => w.Regularizer!.Penalty(w.Value));

    /// <summary>Makes a weight.</summary>
    /// <param name="name">Its name within the layer, as Keras names it.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">First values; Glorot uniform if not given.</param>
    /// <param name="regularizer">A penalty added to the loss.</param>
    /// <param name="constraint">Applied after each optimizer step.</param>
    /// <param name="trainable">Whether optimizers change it.</param>
    /// <param name="dtype">Its type; that of the layer's variables if not given.</param>
    /// <param name="autocast">Whether it is read in the type the layer computes in, and not in its own.</param>
    protected Weight AddWeight(
        string name, Shape shape, Initializer? initializer = null, Regularizer? regularizer = null, Constraint? constraint = null,
        bool trainable = true, DType? dtype = null, bool autocast = true)
    {
        if (!shape.IsKnown)
            throw new ShapeMismatchException($"Weight '{name}' of {Title} needs a length that is not known: {shape}. Give the model a full input shape, for example new Sequential([28, 28, 1]).");
        var value = WeightLoading.Current?.Zeros(shape, dtype ?? DType, name, this)
            ?? (initializer ?? new Initializers.GlorotUniform()).Create(shape, dtype ?? DType);
        var weight = new Weight(value, name, trainable, regularizer, constraint, autocast) { Path = $"{Name}/{name}" };
        _own.Add(weight);
        return weight;
    }

    /// <summary>Lists a weight of a layer inside this one as this layer's too, where Keras' wrappers do.</summary>
    private protected void Share(Weight weight, Layer owner)
    {
        _own.Add(weight);
        _lenders[weight] = owner;
    }

    /// <summary>Makes a random state that is saved with the model.</summary>
    internal void AddState(Variable state) => _states.Add(state);

    /// <summary>The random states of this layer alone.</summary>
    internal IReadOnlyList<Variable> OwnStates => _states;
}
