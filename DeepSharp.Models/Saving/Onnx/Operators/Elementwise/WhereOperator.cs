namespace DeepSharp.Onnx;

/// <summary>Inputs condition, a and b: a where the condition holds, else b.</summary>
internal sealed class WhereOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x) => x[1].DType == x[2].DType
        ? [OnnxValue.Zip([x[0], x[1], x[2]], t => Tensor.Where(t[0], t[1], t[2]))]
        : throw new DTypeMismatchException($"[Where] the choices differ in type: {x[1].DType.KerasName} and {x[2].DType.KerasName}.");
}
