namespace DeepSharp.Gpu;

/// <summary>The gradient of gated recurrent units over all time steps, without the kernel's and the bias' own.</summary>
internal sealed class GruSequenceGradientKernel : CudaKernel<GruSequenceGradientOp>
{
    private const string Module = "gru_sequence";
    private const int Gates = 3;

    // What is kept of a step is read just before its gradients are known; the state's gradients are turned into one another.
    protected override bool CanOverwrite(GruSequenceGradientOp op, int input, int output) => (input, output) is (1, 0) or (2, 1) or (5, 2);

    protected override void Run(CudaContext cuda, GruSequenceGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (kernel, h, dx, dFedBack, dh) = (inputs[0], inputs[3], outputs[0], outputs[1], outputs[2]);
        var type = dh.DType;
        int rest = op.EachStep ? 7 : 6;
        LstmSequenceGradientKernel.Copy(cuda, inputs[5], dh);
        if (h.Count == 0) return;
        var s = new SequenceLaunch(h.Shape[0], h.Shape[1], h.Shape[2], Gates, op.Reverse);
        DevicePointer dy = op.EachStep ? inputs[6].Address() : default, mask = inputs.Length > rest ? inputs[rest].Address() : default;
        if (s.IsSmall(type))
        {
            cuda.Launch(
                cuda.Function(Module, "gru_sequence_gradient", type), s.Backward(type), inputs[1].Address(), inputs[2].Address(), h.Address(),
                inputs[4].Address(), dy, mask, dx.Address(), dFedBack.Address(), dh.Address(), s.Transposed(cuda, kernel), s.Time, s.Batch, s.Units, s.Reverse);
            return;
        }
        int columns = Gates * s.Units, first = 2 * s.Units;
        var step = cuda.Function(Module, "gru_step_gradient", type);
        BlasMatrix reached = new(dh.Address(), s.Units);
        for (int t = s.Time - 1; t >= 0; t--)
        {
            cuda.Launch(
                step, cuda.GridFor((long)s.Batch * s.Units), inputs[1].Address(), inputs[2].Address(), h.Address(), inputs[4].Address(), dy, mask, dx.Address(),
                dFedBack.Address(), dh.Address(), t, s.Time, s.Batch, s.Units, s.Reverse);
            // z and r fed the sums of x; the candidate's product has a gradient of its own.
            cuda.Blas.Gemm(
                type, s.Batch, s.Units, first, new(dx.Address(s.RowsAt(t) * columns), columns), new(kernel.Address(), columns, Transposed: true),
                reached, beta: 1);
            cuda.Blas.Gemm(
                type, s.Batch, s.Units, s.Units, new(dFedBack.Address(s.RowsAt(t) * s.Units), s.Units), new(kernel.Address(first), columns, Transposed: true),
                reached, beta: 1);
        }
    }
}
