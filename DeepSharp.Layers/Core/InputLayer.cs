namespace DeepSharp.Layers;

/// <summary>Where a functional model starts: a tensor of given shape, without the batch axis in <paramref name="shape"/>.</summary>
/// <param name="shape">Axis lengths without the batch; unknown ones are <see cref="Dim.Any"/>.</param>
/// <param name="batchSize">The batch size where it is fixed.</param>
[Layer(Inputs = LayerInputs.None)]
public sealed partial class InputLayer([NotConfig] Shape shape = default, [NotConfig] int? batchSize = null) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => x;

    /// <summary>The symbol this layer stands for.</summary>
    internal SymbolicTensor Symbol
    {
        get
        {
            if (field is not null) return field;
            BuildFor([Shape]);
            var call = new LayerCall(this, [], 0, null);
            field = new(new Tensor(new([BatchSize ?? Dim.Any, .. Shape.Dims], DType), Device.Null), call, 0);
            call.Outputs = [field];
            return field;
        }
    }
}
