namespace DeepSharp.Layers;

/// <summary>What LSTM cells of all kinds do with the sums for their gates.</summary>
/// <param name="activation">Applied to z and to c.</param>
/// <param name="recurrentActivation">Applied to the gates.</param>
/// <param name="peephole">What c adds to the gates i, f and o, element by element; nothing if null.</param>
internal sealed class LSTMGates(Activation activation, Activation recurrentActivation, Tensor[]? peephole = null)
{
    /// <summary>From the sums for i, f, z, o side by side along the last axis, and c, to (h, [h, c]).</summary>
    public (Tensor Output, Tensor[] States) Step(Tensor sums, Tensor c)
    {
        var gates = sums.Split(4, -1);
        if (peephole is not null) (gates[0], gates[1]) = (gates[0] + c * peephole[0], gates[1] + c * peephole[1]);
        c = recurrentActivation.Apply(gates[1]) * c + recurrentActivation.Apply(gates[0]) * activation.Apply(gates[2]);
        if (peephole is not null) gates[3] = gates[3] + c * peephole[2];
        var h = recurrentActivation.Apply(gates[3]) * activation.Apply(c);
        return (h, [h, c]);
    }

    /// <summary>First values of the bias of the four gates.</summary>
    public static Initializer Bias(Initializer initializer, bool unitForgetBias) => unitForgetBias ? new ForgetBias(initializer) : initializer;

    private sealed class ForgetBias(Initializer others) : Initializer
    {
        public override Tensor Create(Shape shape, DType dtype = DType.Float32)
        {
            int units = shape[0] / 4;
            return Tensor.Concat([others.Create([units], dtype), Tensor.Ones([units], dtype), others.Create([2 * units], dtype)]);
        }
    }
}
