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

    /// <summary>How often the prediction is right; which accuracy that is, follows from the shapes of targets and predictions.</summary>
    public static MetricSpec Accuracy => "accuracy";

    /// <inheritdoc cref="Metrics.Precision"/>
    public static MetricSpec Precision => new Metrics.Precision();

    /// <inheritdoc cref="Metrics.Recall"/>
    public static MetricSpec Recall => new Metrics.Recall();

    /// <inheritdoc cref="Metrics.AUC"/>
    public static MetricSpec AUC => new Metrics.AUC();

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
