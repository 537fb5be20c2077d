namespace DeepSharp.Onnx;

/// <summary>The input as it is, and a mask that is true everywhere: dropout acts only where the graph was exported for training, which is not read.</summary>
internal sealed class DropoutOperator : OnnxOperator
{
    public override bool ReadsValue(int input) => input > 0;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        if (x.Optional(2) is not null && x.Number(2) != 0)
            throw node.Invalid("it was exported in training mode, where it drops elements at random. Export the model for inference");
        return node.Wants(1) ? [x[0], Tensor.Ones(x[0].Shape, DType.Bool, OnnxDevice.Of(x[0].Plain))] : [x[0]];
    }
}
