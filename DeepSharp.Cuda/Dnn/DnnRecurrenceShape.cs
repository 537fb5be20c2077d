namespace DeepSharp.Gpu;

/// <summary>What running a recurrent cell over sequences depends on: float32, one layer, time forward, all sequences of one length.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Time">Steps.</param>
/// <param name="Batch">Sequences.</param>
/// <param name="Inputs">Length of an input.</param>
/// <param name="Units">Length of a state.</param>
/// <param name="Bias">Which products have a bias.</param>
/// <param name="AllowTf32">Whether factors may be rounded to TensorFloat-32.</param>
internal readonly record struct DnnRecurrenceShape(DnnCell Cell, int Time, int Batch, int Inputs, int Units, DnnBias Bias, bool AllowTf32)
{
    /// <summary>Sums of a unit.</summary>
    public int Gates => Cell == DnnCell.Lstm ? 4 : 3;

    /// <summary>cuDNN's number of the arithmetic allowed: its own choice, or exact products.</summary>
    public int MathType => AllowTf32 ? 0 : 3;
}

/// <summary>cuDNN's numbers of recurrent cells.</summary>
internal enum DnnCell
{
    /// <summary>A long short-term memory; its gates are those for the input, to forget, the new memory, the output.</summary>
    Lstm = 2,

    /// <summary>Gated recurrent units, the reset gate behind the product; the gates are reset, update, the new state.</summary>
    Gru = 3,
}

/// <summary>cuDNN's numbers of the biases a cell has.</summary>
internal enum DnnBias
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>One of the projected inputs.</summary>
    Inputs = 1,

    /// <summary>One of the projected inputs and one of the states' products.</summary>
    Both = 2,
}
