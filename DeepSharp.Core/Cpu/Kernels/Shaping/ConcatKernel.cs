namespace DeepSharp.Cpu;

/// <summary>Copies each input to its place in the output.</summary>
internal sealed unsafe class ConcatKernel : CpuKernel<ConcatOp>
{
    private StridedCopy[]? _copies;

    public override bool Takes16Bit => true;

    protected override bool AcceptsStrided(ConcatOp op, int input) => true;

    protected override void Run(ConcatOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        if (_copies is null)
        {
            _copies = new StridedCopy[inputs.Length];
            for (int i = 0; i < _copies.Length; i++) _copies[i] = new(inputs[i].Shape, inputs[i].Strides, y.Strides);
        }
        int size = y.DType.Size, axis = y.Shape.Axis(op.Axis);
        byte* to = y.Bytes();
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Count > 0) _copies[i].Run(inputs[i].Bytes(), to, size);
            to += inputs[i].Shape[axis] * y.Strides[axis] * size;
        }
    }
}
