namespace DeepSharp;

/// <summary>Bare names for the common path: <c>using static DeepSharp.Vocabulary;</c></summary>
/// <remarks>
/// What is named here stands for its defaults. For other settings make the object: <c>new Losses.SparseCategoricalCrossentropy(fromLogits: true)</c>
/// (in a file with <c>using DeepSharp.Losses;</c> the bare name and the class of that name are one too many; write <c>new</c> there).
/// </remarks>
public static class Vocabulary
{
    /// <summary>No padding: windows stay inside the data.</summary>
    public static Padding Valid => Padding.Valid;

    /// <summary>Padding that gives as many windows as steps fit into the data.</summary>
    public static Padding Same => Padding.Same;

    /// <summary>Padding in front only, so that no step sees later ones.</summary>
    public static Padding Causal => Padding.Causal;

    /// <inheritdoc cref="Activations.Linear"/>
    public static Activation Linear => Activations.Linear;

    /// <inheritdoc cref="Activations.Relu"/>
    public static Activation Relu => Activations.Relu;

    /// <inheritdoc cref="Activations.LeakyRelu"/>
    public static Activation LeakyRelu => Activations.LeakyRelu;

    /// <inheritdoc cref="Activations.Elu"/>
    public static Activation Elu => Activations.Elu;

    /// <inheritdoc cref="Activations.Selu"/>
    public static Activation Selu => Activations.Selu;

    /// <inheritdoc cref="Activations.Gelu"/>
    public static Activation Gelu => Activations.Gelu;

    /// <inheritdoc cref="Activations.Silu"/>
    public static Activation Silu => Activations.Silu;

    /// <inheritdoc cref="Activations.Sigmoid"/>
    public static Activation Sigmoid => Activations.Sigmoid;

    /// <inheritdoc cref="Activations.Tanh"/>
    public static Activation Tanh => Activations.Tanh;

    /// <inheritdoc cref="Activations.Softplus"/>
    public static Activation Softplus => Activations.Softplus;

    /// <inheritdoc cref="Activations.Softmax"/>
    public static Activation Softmax => Activations.Softmax;

    /// <inheritdoc cref="Losses.MeanSquaredError"/>
    public static Loss MeanSquaredError => new Losses.MeanSquaredError();

    /// <inheritdoc cref="Losses.MeanAbsoluteError"/>
    public static Loss MeanAbsoluteError => new Losses.MeanAbsoluteError();

    /// <inheritdoc cref="Losses.Huber"/>
    public static Loss Huber => new Losses.Huber();

    /// <inheritdoc cref="Losses.BinaryCrossentropy"/>
    public static Loss BinaryCrossentropy => new Losses.BinaryCrossentropy();

    /// <inheritdoc cref="Losses.CategoricalCrossentropy"/>
    public static Loss CategoricalCrossentropy => new Losses.CategoricalCrossentropy();

    /// <inheritdoc cref="Losses.SparseCategoricalCrossentropy"/>
    public static Loss SparseCategoricalCrossentropy => new Losses.SparseCategoricalCrossentropy();

    /// <inheritdoc cref="Losses.MeanAbsolutePercentageError"/>
    public static Loss MeanAbsolutePercentageError => new Losses.MeanAbsolutePercentageError();

    /// <inheritdoc cref="Losses.MeanSquaredLogarithmicError"/>
    public static Loss MeanSquaredLogarithmicError => new Losses.MeanSquaredLogarithmicError();

    /// <inheritdoc cref="Losses.LogCosh"/>
    public static Loss LogCosh => new Losses.LogCosh();

    /// <inheritdoc cref="Losses.CosineSimilarity"/>
    public static Loss CosineSimilarity => new Losses.CosineSimilarity();

    /// <inheritdoc cref="Losses.BinaryFocalCrossentropy"/>
    public static Loss BinaryFocalCrossentropy => new Losses.BinaryFocalCrossentropy();

    /// <inheritdoc cref="Losses.CategoricalFocalCrossentropy"/>
    public static Loss CategoricalFocalCrossentropy => new Losses.CategoricalFocalCrossentropy();

    /// <inheritdoc cref="Losses.KLDivergence"/>
    public static Loss KLDivergence => new Losses.KLDivergence();

    /// <inheritdoc cref="Losses.Poisson"/>
    public static Loss Poisson => new Losses.Poisson();

    /// <inheritdoc cref="Losses.Hinge"/>
    public static Loss Hinge => new Losses.Hinge();

    /// <inheritdoc cref="Losses.SquaredHinge"/>
    public static Loss SquaredHinge => new Losses.SquaredHinge();

    /// <inheritdoc cref="Losses.CategoricalHinge"/>
    public static Loss CategoricalHinge => new Losses.CategoricalHinge();

    /// <inheritdoc cref="Losses.Dice"/>
    public static Loss Dice => new Losses.Dice();

    /// <inheritdoc cref="Losses.Tversky"/>
    public static Loss Tversky => new Losses.Tversky();

    /// <inheritdoc cref="Losses.Circle"/>
    public static Loss Circle => new Losses.Circle();

    /// <inheritdoc cref="Losses.CTC"/>
    public static Loss CTC => new Losses.CTC();

    /// <summary>How often the prediction is right; which accuracy that is, follows from the shapes of targets and predictions.</summary>
    public static MetricSpec Accuracy => "accuracy";

    /// <inheritdoc cref="Metrics.Precision"/>
    public static MetricSpec Precision => new Metrics.Precision();

    /// <inheritdoc cref="Metrics.Recall"/>
    public static MetricSpec Recall => new Metrics.Recall();

    /// <inheritdoc cref="Metrics.AUC"/>
    public static MetricSpec AUC => new Metrics.AUC();

    /// <inheritdoc cref="Metrics.F1Score"/>
    public static MetricSpec F1Score => new Metrics.F1Score();

    /// <inheritdoc cref="Metrics.RootMeanSquaredError"/>
    public static MetricSpec RootMeanSquaredError => new Metrics.RootMeanSquaredError();

    /// <inheritdoc cref="Metrics.R2Score"/>
    public static MetricSpec R2Score => new Metrics.R2Score();

    /// <inheritdoc cref="Metrics.TopKCategoricalAccuracy"/>
    public static MetricSpec TopKCategoricalAccuracy => new Metrics.TopKCategoricalAccuracy();

    /// <inheritdoc cref="Metrics.SparseTopKCategoricalAccuracy"/>
    public static MetricSpec SparseTopKCategoricalAccuracy => new Metrics.SparseTopKCategoricalAccuracy();

    /// <inheritdoc cref="Metrics.Perplexity"/>
    public static MetricSpec Perplexity => new Metrics.Perplexity();

    /// <summary>Where a functional model starts.</summary>
    /// <param name="shape">Axis lengths without the batch; <see cref="Dim.Any"/> for lengths that vary.</param>
    public static SymbolicTensor Input(params int[] shape) => Input(shape, DType.Float32);

    /// <summary>Where a functional model starts.</summary>
    /// <param name="shape">Axis lengths without the batch.</param>
    /// <param name="dtype">Element type of the data.</param>
    /// <param name="name">A name, to give data by.</param>
    /// <param name="batchSize">The batch size where it is fixed.</param>
    public static SymbolicTensor Input(Shape shape, DType dtype = DType.Float32, string? name = null, int? batchSize = null) =>
        new Layers.InputLayer(shape, batchSize) { DType = dtype, Name = name }.Symbol;

    /// <inheritdoc cref="Layers.Add"/>
    public static SymbolicTensor Add(params SymbolicTensor[] inputs) => new Layers.Add().Apply(inputs);

    /// <inheritdoc cref="Layers.Multiply"/>
    public static SymbolicTensor Multiply(params SymbolicTensor[] inputs) => new Layers.Multiply().Apply(inputs);

    /// <inheritdoc cref="Layers.Average"/>
    public static SymbolicTensor Average(params SymbolicTensor[] inputs) => new Layers.Average().Apply(inputs);

    /// <inheritdoc cref="Layers.Concatenate"/>
    public static SymbolicTensor Concatenate(params SymbolicTensor[] inputs) => new Layers.Concatenate().Apply(inputs);

    /// <inheritdoc cref="Layers.Concatenate"/>
    public static SymbolicTensor Concatenate(SymbolicTensor[] inputs, int axis, string? name = null) =>
        new Layers.Concatenate(axis) { Name = name }.Apply(inputs);
}
