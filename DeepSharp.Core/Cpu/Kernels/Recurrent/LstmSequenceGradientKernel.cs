using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The gradient of a long short-term memory over all time steps, without the kernel's own.</summary>
internal sealed unsafe class LstmSequenceGradientKernel : CpuKernel<LstmSequenceGradientOp>
{
    /// <summary>The register width; results do not depend on it.</summary>
    public LaneWidth Width { get; init; } = LaneDispatch.Widest;

    protected override bool Supports(LstmSequenceGradientOp op, ReadOnlySpan<TensorSpec> inputs) => SequenceShape.Suits(inputs[1].Shape);

    // Each step's gates are read just before their gradients are known; the states' gradients are turned into one another.
    protected override bool CanOverwrite(LstmSequenceGradientOp op, int input, int output) => (input, output) is (1, 0) or (4, 1) or (5, 2);

    protected override void Run(LstmSequenceGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs);
        else Run<double>(op, inputs, outputs);
    }

    private void Run<T>(LstmSequenceGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shape = SequenceShape.Of(inputs[2], op.Reverse);
        int rest = op.EachStep ? 7 : 6;
        inputs[5].Span<T>().CopyTo(outputs[2].Span<T>());
        var cell = new LstmGradientCell<T>
        {
            Units = shape.Units,
            Kept = inputs[1].Pointer<T>(),
            C = inputs[2].Pointer<T>(),
            C0 = inputs[3].Pointer<T>(),
            Dy = op.EachStep ? inputs[6].Pointer<T>() : null,
            Dx = outputs[0].Pointer<T>(),
            Dc = outputs[2].Pointer<T>(),
            Mask = inputs.Length > rest ? inputs[rest].Bytes() : null,
        };
        SequenceBackward.Run(shape, inputs[0].Pointer<T>(), cell, inputs[4].Pointer<T>(), outputs[1].Pointer<T>(), Width);
    }
}
