namespace DeepSharp.Cpu;

/// <summary>Picks one element of each row.</summary>
internal sealed unsafe class LabelPickKernel : CpuKernel<LabelPickOp>
{
    protected override void Run(LabelPickOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        var labels = LabelReader.Checked(inputs[1], x.Shape[^1], op.IgnoreClass, op);
        if (x.DType == DType.Float32) Pick(x.Pointer<float>(), labels, y.Span<float>(), x.Shape[^1], op.IgnoreClass);
        else Pick(x.Pointer<double>(), labels, y.Span<double>(), x.Shape[^1], op.IgnoreClass);
    }

    private static void Pick<T>(T* x, LabelReader labels, Span<T> y, int classes, int? ignore) where T : unmanaged
    {
        for (int i = 0; i < y.Length; i++) y[i] = labels[i] == ignore ? default : x[(long)i * classes + labels[i]];
    }
}
