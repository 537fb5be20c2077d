namespace DeepSharp.Gpu;

/// <summary>The lattices of connectionist temporal classification of a batch, see <c>kernels/ctc.cu</c>.</summary>
/// <param name="Cuda">The device.</param>
/// <param name="Who">The op.</param>
/// <param name="Blank">The class that stands for nothing.</param>
internal readonly record struct CtcBatch(CudaContext Cuda, Op Who, int Blank)
{
    private const string Module = "ctc";
    private const int MostThreads = 256, GradientThreads = 128;

    /// <summary>The loss of each sample.</summary>
    public void Loss(ReadOnlySpan<Tensor> inputs, Tensor loss) => Lattice(inputs, 2, directions: 1, loss.Address());

    /// <summary>The gradient for the logits.</summary>
    public void Gradient(ReadOnlySpan<Tensor> inputs, Tensor dx)
    {
        var x = inputs[0];
        int steps = x.Shape[1];
        var (normalizers, alpha, beta, totals) = Lattice(inputs, steps + 1, directions: 2, default);
        if (dx.Count == 0) return;
        Cuda.Launch(
            Cuda.Function(Module, "ctc_gradient", x.DType), new LaunchGrid(checked(x.Shape[0] * steps), GradientThreads),
            x.Address(), inputs[1].Address(), inputs[2].Address(), inputs[3].Address(), IsWide(inputs[1]), IsWide(inputs[2]), IsWide(inputs[3]),
            inputs[1].Shape[1], steps, x.Shape[2], Blank, normalizers, alpha, beta, totals, inputs[4].Address(), dx.Address());
    }

    /// <summary>Runs forward, and backward for two directions; keeps so many steps.</summary>
    private (DevicePointer Normalizers, DevicePointer Alpha, DevicePointer Beta, DevicePointer Totals) Lattice(
        ReadOnlySpan<Tensor> inputs, int kept, int directions, DevicePointer loss)
    {
        var x = inputs[0];
        int batch = x.Shape[0], steps = x.Shape[1], classes = x.Shape[2], width = inputs[1].Shape[1], states = 2 * width + 1;
        long rows = (long)batch * steps, lattice = (long)batch * kept * states;
        DevicePointer normalizers = Cuda.Scratch(rows * sizeof(double)), totals = Cuda.Scratch((long)batch * sizeof(double));
        DevicePointer alpha = Cuda.Scratch(lattice * sizeof(double)), beta = directions == 1 ? default : Cuda.Scratch(lattice * sizeof(double));
        Cuda.Launch(Cuda.Function(Module, "ctc_normalizers", x.DType), RowTeam.Grid(Cuda, rows, 1), x.Address(), normalizers, rows, classes);
        var faults = Cuda.FaultSlot(Who, classes, static (op, _, fault, sample) => Error(op, fault, sample));
        Cuda.Launch(
            Cuda.Function(Module, "ctc_lattice", x.DType), new LaunchGrid((batch, directions), Math.Clamp((states + 31) / 32 * 32, 32, MostThreads)),
            x.Address(), inputs[1].Address(), inputs[2].Address(), inputs[3].Address(), IsWide(inputs[1]), IsWide(inputs[2]), IsWide(inputs[3]),
            width, steps, classes, Blank, normalizers, alpha, beta, totals, loss, kept, faults);
        return (normalizers, alpha, beta, totals);
    }

    private static bool IsWide(Tensor integers) => integers.DType == DType.Int64;

    private static InvalidValueException Error(Op op, long fault, long sample) => new($"[{op.Name}] " + fault switch
    {
        0 => $"the label length of sample {sample} is below 0 or above the labels' length.",
        1 => $"the logit length of sample {sample} is below 0 or above the number of steps.",
        2 => $"a label of sample {sample} is not one of the classes without the blank. Correct the labels; padding goes behind them.",
        _ => $"the label of sample {sample} does not fit into its steps, of which it needs one for each element and one more for each repeat. " +
            "Give the model more steps, or leave out the sample.",
    });
}
