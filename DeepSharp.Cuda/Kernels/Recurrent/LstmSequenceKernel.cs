namespace DeepSharp.Gpu;

/// <summary>A long short-term memory over all time steps, in <c>kernels/lstm_sequence.cu</c>.</summary>
internal sealed class LstmSequenceKernel : CudaKernel<LstmSequenceOp>
{
    private const string Module = "lstm_sequence";
    private const int Gates = 4;

    // Each step's x is read just before its gates are known.
    protected override bool CanOverwrite(LstmSequenceOp op, int input, int output) => input == 0 && output == 3;

    protected override void Run(CudaContext cuda, LstmSequenceOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, h0, kernel, h) = (inputs[0], inputs[1], inputs[3], outputs[0]);
        var type = h.DType;
        cuda.Copy(inputs[2].Address(), outputs[2].Address(), outputs[2].Spec.Bytes);
        if (h.Count == 0)
        {
            cuda.Copy(h0.Address(), outputs[1].Address(), h0.Spec.Bytes);
            return;
        }
        var s = new SequenceLaunch(h.Shape[0], h.Shape[1], h.Shape[2], Gates, op.Reverse);
        DevicePointer mask = inputs.Length > 4 ? inputs[4].Address() : default, kept = op.KeepsGates ? outputs[3].Address() : default;
        DevicePointer cells = op.KeepsGates ? outputs[4].Address() : default;
        if (s.IsSmall(type))
        {
            cuda.Launch(
                cuda.Function(Module, "lstm_sequence", type), s.Forward(type), x.Address(), mask, h.Address(), outputs[1].Address(), outputs[2].Address(),
                kept, cells, h0.Address(), kernel.Address(), s.Time, s.Batch, s.Units, s.Reverse);
            return;
        }
        int columns = Gates * s.Units;
        var products = cuda.Scratch((long)s.Batch * columns * type.Size);
        var step = cuda.Function(Module, "lstm_step", type);
        for (int t = 0; t < s.Time; t++)
        {
            cuda.Blas.Gemm(type, s.Batch, columns, s.Units, new(s.StatesBefore(t, h0, h), s.Units), new(kernel.Address(), columns), new(products, columns));
            cuda.Launch(
                step, cuda.GridFor((long)s.Batch * s.Units), x.Address(), mask, h.Address(), outputs[1].Address(), outputs[2].Address(), kept, cells,
                h0.Address(), products, t, s.Time, s.Batch, s.Units, s.Reverse);
        }
    }
}
