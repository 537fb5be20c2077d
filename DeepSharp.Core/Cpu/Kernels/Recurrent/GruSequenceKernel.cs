using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Gated recurrent units over all time steps without leaving the thread that has a row of the batch.</summary>
internal sealed unsafe class GruSequenceKernel : CpuKernel<GruSequenceOp>
{
    /// <summary>The register width; results do not depend on it.</summary>
    public LaneWidth Width { get; init; } = LaneDispatch.Widest;

    protected override bool Supports(GruSequenceOp op, ReadOnlySpan<TensorSpec> inputs) => SequenceShape.Suits(inputs[0].Shape);

    // Each step's x is read just before its gates are known.
    protected override bool CanOverwrite(GruSequenceOp op, int input, int output) => input == 0 && output == 2;

    protected override void Run(GruSequenceOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs);
        else Run<double>(op, inputs, outputs);
    }

    private void Run<T>(GruSequenceOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shape = SequenceShape.Of(outputs[0], op.Reverse);
        var cell = new GruCell<T>
        {
            Units = shape.Units,
            X = inputs[0].Pointer<T>(),
            H0 = inputs[1].Pointer<T>(),
            Bias = inputs[3].Pointer<T>(),
            H = outputs[0].Pointer<T>(),
            Kept = op.KeepsGates ? outputs[2].Pointer<T>() : null,
            FedBack = op.KeepsGates ? outputs[3].Pointer<T>() : null,
            Mask = inputs.Length > 4 ? inputs[4].Bytes() : null,
        };
        SequenceForward.Run(shape, inputs[2].Pointer<T>(), cell, Width, inputs[2].Kept(cell.Gates * (long)shape.Units, 1));
        shape.Last(inputs[1].Span<T>(), outputs[0].Span<T>()).CopyTo(outputs[1].Span<T>());
    }
}
