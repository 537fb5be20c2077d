namespace DeepSharp.Gpu;

/// <summary>RMSprop in its four variants.</summary>
internal sealed class RmspropKernel : UpdateKernel<RmspropOp>
{
    protected override void Run(CudaContext cuda, RmspropOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (function, grid) = Of(cuda, "rmsprop", inputs[0]);
        int slots = op.SlotNames().Count;
        cuda.Launch(
            function, grid, inputs[0].Address(), inputs[1].Address(),
            Slot(inputs[2..], 0, slots), Slot(inputs[2..], 1, slots), Slot(inputs[2..], 2, slots), inputs[^1].Address(), outputs[0].Address(),
            Slot(outputs[1..], 0, slots), Slot(outputs[1..], 1, slots), Slot(outputs[1..], 2, slots),
            op.Rho, 1 - op.Rho, op.Momentum, op.Epsilon, op.Centered, inputs[0].Count);
    }
}
