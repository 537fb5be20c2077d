namespace DeepSharp.Layers;

/// <summary>Where a functional model starts: a tensor of given shape, without the batch axis in <paramref name="shape"/>.</summary>
/// <param name="shape">Axis lengths without the batch; unknown ones are <see cref="Dim.Any"/>.</param>
/// <param name="batchSize">The batch size where it is fixed.</param>
/// <param name="inputType">The element type of the data; the layer's dtype if null.</param>
[Layer(Inputs = LayerInputs.None)]
public sealed partial class InputLayer([NotConfig] Shape shape = default, [NotConfig] int? batchSize = null, [NotConfig] DType? inputType = null) : Layer
{
    /// <inheritdoc/>
    public override IReadOnlyList<ConfigEntry> Config =>
    [
        new("batch_shape", new Shape([BatchSize ?? Dim.Any, .. Shape.Dims])), new("dtype", InputType ?? DType), new("sparse", false),
        new("ragged", false), new("name", Name), new("optional", false),
    ];

    /// <summary>Rebuilds the layer from Keras' settings.</summary>
    /// <param name="reader">The settings.</param>
    /// <exception cref="ConfigException">The settings do not fit.</exception>
    public static InputLayer FromConfig(ConfigReader reader)
    {
        var batchShape = reader.Get<Shape>("batch_shape");
        object dtype = reader.Get<object>("dtype", "float32");
        foreach (string key in (string[])["sparse", "ragged", "optional"]) reader.Skip(key, false);
        if (batchShape.Rank == 0)
            throw ConfigException.WrongValue(reader.Place("batch_shape"), "a list that begins with the batch size or null", Array.Empty<object?>());
        return new(batchShape[1..], batchShape[0] == Dim.Any ? null : batchShape[0], DTypes.Parse(ConfigObject.DTypePolicyName(dtype)))
        {
            Name = reader.GetOrNull<string>("name", null),
        };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => x;

    /// <inheritdoc/>
    internal override IEnumerable<ConfigEntry> Envelope() => [];

    /// <summary>The symbol this layer stands for.</summary>
    internal SymbolicTensor Symbol
    {
        get
        {
            if (field is not null) return field;
            BuildFor([Shape]);
            var call = new LayerCall(this, [], 0, null);
            field = new(new Tensor(new([BatchSize ?? Dim.Any, .. Shape.Dims], InputType ?? DType), Device.Null), call, 0);
            call.Outputs = [field];
            return field;
        }
    }
}
