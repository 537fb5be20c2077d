namespace DeepSharp.Benchmarks;

internal static partial class SingleCases
{
    /// <summary>Functions of a number, over a million of normally distributed ones, of positive ones, and of doubles; and casts.</summary>
    private static SingleCase[] Functions =>
    [
        Of("exp", x => x.Exp()),
        Of("expm1", x => x.Expm1()),
        Of("tanh", x => x.Tanh()),
        Of("sigmoid", x => x.Sigmoid()),
        Of("gelu", x => x.Gelu()),
        Of("gelu_tanh", x => x.Gelu(true)),
        Of("silu", x => x.Silu()),
        Of("softplus", x => x.Softplus()),
        Of("mish", x => x.Mish()),
        Of("elu", x => x.Elu()),
        Of("erf", x => x.Erf()),
        Of("sin", x => x.Sin()),
        Of("tan", x => x.Tan()),
        Of("atan", x => x.Atan()),
        Of("sinh", x => x.Sinh()),
        Of("asinh", x => x.Asinh()),
        Of("relu", x => x.Relu()),
        Of("clip", x => x.Clip(-1, 1)),
        Of("abs", x => x.Abs()),
        Of("square", x => x.Square()),
        new("round", () => [N(1024, 1024)], t => t[0].Round(), false),
        Of("log", x => x.Log(), positive: true),
        Of("log1p", x => x.Log1p(), positive: true),
        Of("log10", x => x.Log10(), positive: true),
        Of("sqrt", x => x.Sqrt(), positive: true),
        Of("pow_1.7", x => x.Pow(1.7), positive: true),
        Of("asin", x => x.Asin(), positive: true),
        Of("atanh", x => x.Atanh(), positive: true),
        new("pow", () => [U(1024, 1024), U(1024, 1024)], t => t[0].Pow(t[1])),
        new("exp_float64", () => [D(N(1024, 512))], t => t[0].Exp()),
        new("tanh_float64", () => [D(N(1024, 512))], t => t[0].Tanh()),
        new("cast_float64", () => [N(1024, 1024)], t => t[0].Cast(DType.Float64), false),
        new("cast_int32", () => [N(1024, 1024)], t => t[0].Cast(DType.Int32), false),
        new("cast_bfloat16", () => [N(1024, 1024)], t => t[0].Cast(DType.BFloat16), false),
        new("cast_from_uint8", () => [I(255, 1024, 1024).Cast(DType.UInt8).Clone()], t => t[0].Cast(DType.Float32), false),
    ];

    private static SingleCase Of(string name, Func<Tensor, Tensor> function, bool positive = false) =>
        new(name, () => [positive ? (U(1024, 1024) * 0.98f).Clone() : N(1024, 1024)], t => function(t[0]));
}
