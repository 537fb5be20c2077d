using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The gradient of gated recurrent units over all time steps, without the kernel's and the bias' own.</summary>
internal sealed unsafe class GruSequenceGradientKernel : CpuKernel<GruSequenceGradientOp>
{
    /// <summary>The register width; results do not depend on it.</summary>
    public LaneWidth Width { get; init; } = LaneDispatch.Widest;

    protected override bool Supports(GruSequenceGradientOp op, ReadOnlySpan<TensorSpec> inputs) => SequenceShape.Suits(inputs[1].Shape);

    // What is kept of a step is read just before its gradients are known; the state's gradients are turned into one another.
    protected override bool CanOverwrite(GruSequenceGradientOp op, int input, int output) => (input, output) is (1, 0) or (2, 1) or (5, 2);

    protected override void Run(GruSequenceGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs);
        else Run<double>(op, inputs, outputs);
    }

    private void Run<T>(GruSequenceGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shape = SequenceShape.Of(inputs[3], op.Reverse);
        int rest = op.EachStep ? 7 : 6;
        var cell = new GruGradientCell<T>
        {
            Units = shape.Units,
            Kept = inputs[1].Pointer<T>(),
            FedBack = inputs[2].Pointer<T>(),
            H = inputs[3].Pointer<T>(),
            H0 = inputs[4].Pointer<T>(),
            Dy = op.EachStep ? inputs[6].Pointer<T>() : null,
            Dx = outputs[0].Pointer<T>(),
            DFedBack = outputs[1].Pointer<T>(),
            Mask = inputs.Length > rest ? inputs[rest].Bytes() : null,
        };
        SequenceBackward.Run(shape, inputs[0].Pointer<T>(), cell, inputs[5].Pointer<T>(), outputs[2].Pointer<T>(), Width);
    }
}
