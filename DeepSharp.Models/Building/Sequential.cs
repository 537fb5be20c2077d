using System.Collections;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>A model of layers one after another.</summary>
/// <example><code>
/// var model = new Sequential([28, 28, 1]).Conv2D(32, 3, activation: Relu).Flatten().Dense(10, activation: Softmax);
/// Sequential other = [new Dense(16), new Dense(1)];   // takes its input shape from the first data
/// </code></example>
[CollectionBuilder(typeof(SequentialBuilder), nameof(SequentialBuilder.Create))]
public sealed class Sequential : Model, ILayerStack<Sequential>, IEnumerable<Layer>
{
    private readonly List<Layer> _layers = [];
    private SymbolicTensor? _input;
    private SymbolicTensor? _last;

    /// <summary>A model that takes its input shape from the first data it sees.</summary>
    public Sequential() { }

    /// <summary>A model with a known input shape.</summary>
    /// <param name="inputShape">Axis lengths without the batch.</param>
    /// <param name="dtype">Type of the input; integer for class numbers that go into an embedding.</param>
    public Sequential(Shape inputShape, DType dtype = DType.Float32) => _last = _input = new Layers.InputLayer(inputShape) { DType = dtype }.Symbol;

    /// <inheritdoc/>
    public override string TypeName => "Sequential";

    /// <inheritdoc/>
    public override IReadOnlyList<ConfigEntry> Config
    {
        get
        {
            var input = InputEntry();
            return
            [
                .. BaseConfig(), new("layers", input is null ? _layers.ToArray() : [input, .. _layers]),
                .. input is null ? (ConfigEntry[])[] : [new("build_input_shape", input.Config[0].Value)],
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Layers => _layers;

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Sublayers => _layers;

    /// <inheritdoc/>
    public override IReadOnlyList<SymbolicTensor> Inputs => _input is null ? [] : [_input];

    /// <inheritdoc/>
    public override IReadOnlyList<SymbolicTensor> Outputs => _last is null ? [] : [_last];

    /// <summary>Adds a layer at the end; where the input shape is known its weights are made now and a misfit is told here.</summary>
    /// <exception cref="ShapeMismatchException">The layer does not fit what comes before it.</exception>
    public Sequential Add(Layer layer)
    {
        if (_layers.Exists(l => l.Name == layer.Name))
            throw new DeepSharpException($"Model '{Name}' has a layer '{layer.Name}' already. Names must differ; a layer can stand in a Sequential once.");
        if (layer is Layers.InputLayer start && _layers.Count == 0 && _input is null)
        {
            _last = _input = start.Symbol;
            return this;
        }
        if (_last is not null) _last = layer.Apply(_last);
        _layers.Add(layer);
        return this;
    }

    /// <summary>Rebuilds a model from Keras' settings.</summary>
    internal static Sequential FromConfig(ConfigReader reader)
    {
        var model = new Sequential();
        model.ReadBaseConfig(reader);
        var layers = reader.Get<Layer[]>("layers");
        var buildShape = reader.Get<Shape?>("build_input_shape", null);
        if (layers.FirstOrDefault() is not DeepSharp.Layers.InputLayer && buildShape is { Rank: > 0 } shape) model.Add(new Layers.InputLayer(shape[1..]));
        foreach (var layer in layers) model.Add(layer);
        CompileConfig.Restore(model, reader);
        return model;
    }

    /// <summary>The input layer that files begin with: the given one, or one for the data that the model has been built with.</summary>
    private Layers.InputLayer? InputEntry()
    {
        if (_input is not null) return (Layers.InputLayer)_input.Layer;
        if (BuildShapes is not [{ Rank: > 0 } shape] || BuildTypes is not [var dtype]) return null;
        string name = "input_layer";
        for (int n = 1; _layers.Exists(l => l.Name == name); n++) name = $"input_layer_{n}";
        return new(shape[1..]) { Name = name, DType = dtype };
    }

    /// <summary>The layers in order.</summary>
    public IEnumerator<Layer> GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    protected override Tensor[] Call(Tensor[] inputs, CallContext context)
    {
        foreach (var layer in _layers) inputs = layer.Apply(inputs);
        return inputs;
    }
}

/// <summary>Lets collection expressions make a <see cref="Sequential"/>.</summary>
public static class SequentialBuilder
{
    /// <summary>A model of the given layers.</summary>
    public static Sequential Create(ReadOnlySpan<Layer> layers)
    {
        var model = new Sequential();
        foreach (var layer in layers) model.Add(layer);
        return model;
    }
}
