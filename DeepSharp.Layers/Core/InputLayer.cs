namespace DeepSharp.Layers;

/// <summary>Where a functional model starts: a tensor of given shape, without the batch axis in <paramref name="shape"/>.</summary>
/// <param name="shape">Axis lengths without the batch; unknown ones are <see cref="Dim.Any"/>.</param>
/// <param name="batchSize">The batch size where it is fixed.</param>
[Layer(Inputs = LayerInputs.None)]
public sealed partial class InputLayer([NotConfig] Shape shape = default, [NotConfig] int? batchSize = null) : Layer(DType.Float32)
{
    /// <summary>Axis lengths with the batch.</summary>
    public Shape BatchShape => [BatchSize ?? Dim.Any, .. Shape.Dims];

    /// <inheritdoc/>
    public override IReadOnlyList<ConfigEntry> Config =>
        [new("batch_shape", BatchShape), new("dtype", DType.KerasName), new("sparse", false), new("ragged", false), new("name", Name), new("optional", false)];

    /// <inheritdoc/>
    private protected override bool HoldsAnyType => true;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <summary>The symbol this layer stands for.</summary>
    internal SymbolicTensor Symbol
    {
        get
        {
            if (field is not null) return field;
            BuildFor([BatchShape]);
            var call = new LayerCall(this, [], 0, null);
            field = new(new Tensor(new(BatchShape, DType), Device.Null), call, 0);
            call.Outputs = [field];
            return field;
        }
    }

    /// <summary>Rebuilds an instance from its settings.</summary>
    /// <exception cref="ConfigException">The settings do not fit.</exception>
    public static InputLayer FromConfig(ConfigReader reader)
    {
        foreach (string key in (string[])["sparse", "ragged", "optional"]) reader.Skip(key, false);
        var shape = reader.Get<Shape>("batch_shape");
        if (shape.Rank == 0)
            throw ConfigException.WrongValue(reader.Place("batch_shape"), "a list that begins with the batch size or null", Array.Empty<object?>());
        var result = new InputLayer(shape[1..], shape[0] == Dim.Any ? null : shape[0]);
        result.ReadBaseConfig(reader);
        return result;
    }

    /// <summary>The constructor call, without arguments that have their default.</summary>
    public override string ToString() => new ConstructorText("InputLayer").With(Shape).With<int?>("batchSize", BatchSize, null).ToString();

    /// <inheritdoc/>
    internal override IEnumerable<ConfigEntry> Envelope() => [];

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => x;
}
