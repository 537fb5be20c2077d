namespace DeepSharp.Gpu;

/// <summary>A recurrent op and the projection of its inputs as launches of their own, for what the library has no way to run.</summary>
internal sealed class SequenceParts
{
    private readonly ProjectedSequenceOp _op;
    private readonly CudaKernel _sequence;
    private readonly FusedOp? _addBias;
    private readonly ElementwiseKernel? _biasKernel;
    private readonly Tensor _sums;
    private readonly Tensor[] _operands, _biasOperands = new Tensor[2], _biasResult = new Tensor[1];

    /// <summary>Takes memory for the projected inputs, which stays.</summary>
    public SequenceParts(CudaContext cuda, ProjectedSequenceOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        _op = op;
        _sequence = op.Sequence is LstmSequenceOp ? new LstmSequenceKernel() : new GruSequenceKernel();
        var y = outputs[0];
        TensorSpec spec = new([y.Shape[0], y.Shape[1], inputs[1].Shape[1]], y.DType);
        _sums = new(spec, y.Device, new CudaStorage(cuda.Memory.Allocate(spec.Bytes)));
        _operands = new Tensor[inputs.Length - op.ProjectionInputs + 1];
        if (!op.HasBias) return;
        _addBias = new([new(new BinaryOp<AddFn>(default), [0, 1])]);
        _biasKernel = ElementwiseKernel.For(_addBias, [spec, inputs[2].Spec]);
    }

    /// <summary>The projection, its bias, the steps.</summary>
    public void Run(CudaContext cuda, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, kernel) = (inputs[0], inputs[1]);
        int rows = x.Shape[0], length = x.Shape[1], columns = kernel.Shape[1];
        cuda.Blas.Gemm(_sums.DType, rows, columns, length, new(x.Address(), length), new(kernel.Address(), columns), new(_sums.Address(), columns));
        if (_biasKernel is not null)
        {
            (_biasOperands[0], _biasOperands[1], _biasResult[0]) = (_sums, inputs[2], _sums);
            _biasKernel.Run(cuda, _addBias!, _biasOperands, _biasResult);
        }
        _operands[0] = _sums;
        inputs[_op.ProjectionInputs..].CopyTo(_operands.AsSpan(1));
        _sequence.Run(cuda, _op.Sequence, _operands, outputs);
    }
}
