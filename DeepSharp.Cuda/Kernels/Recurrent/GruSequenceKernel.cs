namespace DeepSharp.Gpu;

/// <summary>Gated recurrent units over all time steps, in <c>kernels/gru_sequence.cu</c>.</summary>
internal sealed class GruSequenceKernel : CudaKernel<GruSequenceOp>
{
    private const string Module = "gru_sequence";
    private const int Gates = 3;

    // Each step's x is read just before its gates are known.
    protected override bool CanOverwrite(GruSequenceOp op, int input, int output) => input == 0 && output == 2;

    protected override void Run(CudaContext cuda, GruSequenceOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, h0, kernel, bias, h) = (inputs[0], inputs[1], inputs[2], inputs[3], outputs[0]);
        var type = h.DType;
        if (h.Count == 0)
        {
            cuda.Copy(h0.Address(), outputs[1].Address(), h0.Spec.Bytes);
            return;
        }
        var s = new SequenceLaunch(h.Shape[0], h.Shape[1], h.Shape[2], Gates, op.Reverse);
        DevicePointer mask = inputs.Length > 4 ? inputs[4].Address() : default, kept = op.KeepsGates ? outputs[2].Address() : default;
        DevicePointer fedBack = op.KeepsGates ? outputs[3].Address() : default;
        if (s.IsSmall(type))
        {
            cuda.Launch(
                cuda.Function(Module, "gru_sequence", type), s.Forward(type), x.Address(), bias.Address(), mask, h.Address(), outputs[1].Address(), kept,
                fedBack, h0.Address(), kernel.Address(), s.Time, s.Batch, s.Units, s.Reverse);
            return;
        }
        int columns = Gates * s.Units;
        var products = cuda.Scratch((long)s.Batch * columns * type.Size);
        var step = cuda.Function(Module, "gru_step", type);
        for (int t = 0; t < s.Time; t++)
        {
            cuda.Blas.Gemm(type, s.Batch, columns, s.Units, new(s.StatesBefore(t, h0, h), s.Units), new(kernel.Address(), columns), new(products, columns));
            cuda.Launch(
                step, cuda.GridFor((long)s.Batch * s.Units), x.Address(), bias.Address(), mask, h.Address(), outputs[1].Address(), kept, fedBack,
                h0.Address(), products, t, s.Time, s.Batch, s.Units, s.Reverse);
        }
    }
}
