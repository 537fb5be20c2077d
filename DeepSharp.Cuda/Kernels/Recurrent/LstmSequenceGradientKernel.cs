namespace DeepSharp.Gpu;

/// <summary>The gradient of a long short-term memory over all time steps, without the kernel's own.</summary>
internal sealed class LstmSequenceGradientKernel : CudaKernel<LstmSequenceGradientOp>
{
    private const string Module = "lstm_sequence";
    private const int Gates = 4;

    // Each step's gates are read just before their gradients are known; the states' gradients are turned into one another.
    protected override bool CanOverwrite(LstmSequenceGradientOp op, int input, int output) => (input, output) is (1, 0) or (4, 1) or (5, 2);

    protected override void Run(CudaContext cuda, LstmSequenceGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (kernel, cells, dx, dh, dc) = (inputs[0], inputs[2], outputs[0], outputs[1], outputs[2]);
        var type = dh.DType;
        int rest = op.EachStep ? 7 : 6;
        Copy(cuda, inputs[4], dh);
        Copy(cuda, inputs[5], dc);
        if (cells.Count == 0) return;
        var s = new SequenceLaunch(cells.Shape[0], cells.Shape[1], cells.Shape[2], Gates, op.Reverse);
        DevicePointer dy = op.EachStep ? inputs[6].Address() : default, mask = inputs.Length > rest ? inputs[rest].Address() : default;
        if (s.IsSmall(type))
        {
            cuda.Launch(
                cuda.Function(Module, "lstm_sequence_gradient", type), s.Backward(type), inputs[1].Address(), cells.Address(), inputs[3].Address(), dy, mask,
                dx.Address(), dc.Address(), dh.Address(), s.Transposed(cuda, kernel), s.Time, s.Batch, s.Units, s.Reverse);
            return;
        }
        int columns = Gates * s.Units;
        var step = cuda.Function(Module, "lstm_step_gradient", type);
        for (int t = s.Time - 1; t >= 0; t--)
        {
            cuda.Launch(
                step, cuda.GridFor((long)s.Batch * s.Units), inputs[1].Address(), cells.Address(), inputs[3].Address(), dy, mask, dx.Address(), dc.Address(),
                dh.Address(), t, s.Time, s.Batch, s.Units, s.Reverse);
            cuda.Blas.Gemm(
                type, s.Batch, s.Units, columns, new(dx.Address(s.RowsAt(t) * columns), columns), new(kernel.Address(), columns, Transposed: true),
                new(dh.Address(), s.Units), beta: 1);
        }
    }

    /// <summary>A gradient that arrives, to the place where it is turned into another; perhaps the same.</summary>
    internal static void Copy(CudaContext cuda, Tensor from, Tensor to)
    {
        if (from.Address() != to.Address()) cuda.Copy(from.Address(), to.Address(), to.Spec.Bytes);
    }
}
