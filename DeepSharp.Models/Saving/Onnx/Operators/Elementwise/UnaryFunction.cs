namespace DeepSharp.Onnx;

/// <summary>A function of each element; one row of the table for each.</summary>
/// <param name="function">The function.</param>
internal sealed class UnaryFunction(Func<OnnxNode, Tensor, Tensor> function) : OnnxOperator
{
    /// <summary>The functions by name.</summary>
    public static readonly Dictionary<string, UnaryFunction> All = new()
    {
        ["Abs"] = new(x => x.Abs()),
        ["Acos"] = new(x => x.Acos()),
        ["Acosh"] = new(x => x.Acosh()),
        ["Asin"] = new(x => x.Asin()),
        ["Asinh"] = new(x => x.Asinh()),
        ["Atan"] = new(x => x.Atan()),
        ["Atanh"] = new(x => x.Atanh()),
        ["Ceil"] = new(x => x.Ceiling()),
        ["Celu"] = new((node, x) => x.Celu(node.Float("alpha", 1))),
        ["Cos"] = new(x => x.Cos()),
        ["Cosh"] = new(x => x.Cosh()),
        ["Elu"] = new((node, x) => x.Elu(node.Float("alpha", 1))),
        ["Erf"] = new(x => x.Erf()),
        ["Exp"] = new(x => x.Exp()),
        ["Floor"] = new(x => x.Floor()),
        ["Gelu"] = new((node, x) => x.Gelu(node.Choice("approximate", "none", "none", "tanh") == "tanh")),
        ["HardSigmoid"] = new((node, x) => (x * node.Float("alpha", 0.2) + node.Float("beta", 0.5)).Clip(0, 1)),
        ["HardSwish"] = new(x => x.HardSilu()),
        ["Identity"] = new(x => x),
        ["IsNaN"] = new(x => Tensor.NotEqual(x, x)),
        ["LeakyRelu"] = new((node, x) => x.LeakyRelu(node.Float("alpha", 0.01))),
        ["Log"] = new(x => x.Log()),
        ["Mish"] = new(x => x.Mish()),
        ["Neg"] = new(x => -x),
        ["Not"] = new((node, x) => x.DType == DType.Bool ? x.Cast(DType.Int32).Equal(0) : throw node.Invalid($"expects bool but got {x.Spec}")),
        ["Reciprocal"] = new(x => x.Reciprocal()),
        ["Relu"] = new(x => x.DType.IsFloating ? x.Relu() : x.Maximum(0)),
        ["Round"] = new(x => x.Round()),
        ["Selu"] = new(Selu),
        ["Shrink"] = new(Shrink),
        ["Sigmoid"] = new(x => x.Sigmoid()),
        ["Sign"] = new(x => x.Sign()),
        ["Sin"] = new(x => x.Sin()),
        ["Sinh"] = new(x => x.Sinh()),
        ["Softplus"] = new(x => x.Softplus()),
        ["Softsign"] = new(x => x.Softsign()),
        ["Sqrt"] = new(x => x.Sqrt()),
        ["Swish"] = new((node, x) => x * (x * node.Float("alpha", 1)).Sigmoid()),
        ["Tan"] = new(x => x.Tan()),
        ["Tanh"] = new(x => x.Tanh()),
        ["ThresholdedRelu"] = new((node, x) => x.Threshold(node.Float("alpha", 1), 0)),
    };

    private UnaryFunction(Func<Tensor, Tensor> function) : this((_, x) => function(x)) { }

    /// <inheritdoc/>
    public override bool MayOverflow => true;

    /// <inheritdoc/>
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x) => [x[0].Map(t => function(node, t))];

    private static Tensor Selu(OnnxNode node, Tensor x)
    {
        // The default settings are those of the function of that name, to the last digit of a float.
        if (!node.Has("alpha") && !node.Has("gamma")) return x.Selu();
        return x.Elu(node.Float("alpha", 1.6732632423543772)) * node.Float("gamma", 1.0507009873554805);
    }

    private static Tensor Shrink(OnnxNode node, Tensor x)
    {
        double limit = node.Float("lambd", 0.5), bias = node.Float("bias", 0);
        return Tensor.Where(x < -limit, x + bias, Tensor.Where(x > limit, x - bias, x.ScalarLike(0)));
    }
}
