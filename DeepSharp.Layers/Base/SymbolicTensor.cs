namespace DeepSharp;

/// <summary>A tensor of the functional graph: shape and type, and the layer call it comes from. Every layer is a method of it.</summary>
public sealed class SymbolicTensor
{
    internal SymbolicTensor(Tensor value, LayerCall call, int index) => (Value, Call, Index) = (value, call, index);

    /// <summary>Axis lengths; the batch is unknown, printed <c>?</c>.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>Element type.</summary>
    public DType DType => Value.DType;

    /// <summary>The layer this comes from.</summary>
    public Layer Layer => Call.Layer;

    /// <summary>A tensor on the null device with this shape.</summary>
    internal Tensor Value { get; }

    /// <summary>The layer call this is an output of.</summary>
    internal LayerCall Call { get; }

    /// <summary>Which output.</summary>
    internal int Index { get; }

    /// <summary>Prints shape, type and origin.</summary>
    public override string ToString() => $"SymbolicTensor({Value.Spec}, from '{Layer.Name}')";
}

/// <summary>One use of a layer in the functional graph.</summary>
internal sealed class LayerCall(Layer layer, SymbolicTensor[] inputs, int index, bool? training, CallArguments<SymbolicTensor>? arguments = null)
{
    public Layer Layer => layer;

    public SymbolicTensor[] Inputs => inputs;

    /// <summary>Which use of the layer, counted from zero.</summary>
    public int Index => index;

    /// <summary>The training argument given when the graph was built; it wins over the model's.</summary>
    public bool? Training => training;

    /// <summary>The named arguments, of which the inputs are the tensors; null for a layer that takes only its input.</summary>
    public CallArguments<SymbolicTensor>? Arguments => arguments;

    /// <summary>Does on tensors what was done on symbols.</summary>
    public Tensor[] Repeat(Func<SymbolicTensor, Tensor> value) => arguments is null
        ? layer.Apply(Array.ConvertAll(inputs, t => value(t)), training)
        : layer.Apply(arguments.Map(value), training);

    public SymbolicTensor[] Outputs { get; set; } = [];
}
