namespace DeepSharp.Gpu;

/// <summary>Copies x, unless it is overwritten in place, and then for each row the last update that names it.</summary>
internal sealed class ScatterUpdateKernel : CudaKernel<ScatterUpdateOp>
{
    public override bool Takes16Bit => true;

    protected override bool CanOverwrite(ScatterUpdateOp op, int input, int output) => input == 0;

    protected override void Run(CudaContext cuda, ScatterUpdateOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, indices, updates, y) = (inputs[0], inputs[1], inputs[2], outputs[0]);
        if (x.Address() != y.Address()) cuda.Copy(x.Address(), y.Address(), y.Spec.Bytes);
        int count = checked((int)indices.Count), length = x.Shape[0];
        if (count == 0) return;
        var stands = cuda.Scratch((long)length * sizeof(int));
        cuda.Clear(stands, (long)length * sizeof(int));
        cuda.Launch(
            cuda.Function("scatter_update", "scatter_update_mark", DType.Int32), cuda.GridFor(count), indices.Address(), indices.DType == DType.Int64, stands,
            count, length, IndexFault.Slot(cuda, op, length));
        if (y.Count == 0) return;
        cuda.Launch(
            cuda.Function("scatter_update", "scatter_update_rows", ElementCarrier.Of(y.DType.Size)), cuda.GridFor(y.Count), updates.Address(), stands,
            y.Address(), y.Count, y.Count / length);
    }
}
