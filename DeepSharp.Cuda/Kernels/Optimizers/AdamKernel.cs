namespace DeepSharp.Gpu;

/// <summary>Adam and AMSGrad.</summary>
internal sealed class AdamKernel : UpdateKernel<AdamOp>
{
    protected override void Run(CudaContext cuda, AdamOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (function, grid) = Of(cuda, "adam", inputs[0]);
        int slots = op.SlotNames().Count;
        cuda.Launch(
            function, grid, inputs[0].Address(), inputs[1].Address(),
            Slot(inputs[2..], 0, slots), Slot(inputs[2..], 1, slots), Slot(inputs[2..], 2, slots), inputs[^1].Address(), outputs[0].Address(),
            Slot(outputs[1..], 0, slots), Slot(outputs[1..], 1, slots), Slot(outputs[1..], 2, slots),
            1 - op.Beta1, 1 - op.Beta2, op.Epsilon, op.Amsgrad, inputs[0].Count);
    }
}
