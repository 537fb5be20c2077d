namespace DeepSharp.Onnx;

/// <summary>The ONNX forms of functions of one number.</summary>
internal static class UnaryForms
{
    /// <summary>Enters them into the table.</summary>
    public static void Enter()
    {
        Enter<AbsFn>("Abs");
        Enter<AcosFn>("Acos");
        Enter<AcoshFn>("Acosh");
        Enter<AsinFn>("Asin");
        Enter<AsinhFn>("Asinh");
        Enter<AtanFn>("Atan");
        Enter<AtanhFn>("Atanh");
        Enter<CeilingFn>("Ceil");
        Enter<CosFn>("Cos");
        Enter<CoshFn>("Cosh");
        Enter<ErfFn>("Erf");
        Enter<ExpFn>("Exp");
        Enter<FloorFn>("Floor");
        Enter<HardSiluFn>("HardSwish");
        Enter<LogFn>("Log");
        Enter<NegateFn>("Neg");
        Enter<ReciprocalFn>("Reciprocal");
        Enter<ReluFn>("Relu");
        Enter<RoundFn>("Round");
        Enter<SigmoidFn>("Sigmoid");
        Enter<SignFn>("Sign");
        Enter<SinFn>("Sin");
        Enter<SinhFn>("Sinh");
        Enter<SoftplusFn>("Softplus");
        Enter<SoftsignFn>("Softsign");
        Enter<SqrtFn>("Sqrt");
        Enter<TanFn>("Tan");
        Enter<TanhFn>("Tanh");
        Enter<CeluFn>((w, fn, x) => w.Node("Celu", [x], ("alpha", fn.Alpha)));
        Enter<EluFn>((w, fn, x) => w.Node("Elu", [x], ("alpha", fn.Alpha)));
        Enter<SeluFn>((w, _, x) => w.Node("Selu", [x]));
        Enter<LeakyReluFn>((w, fn, x) => w.Node("LeakyRelu", [x], ("alpha", fn.Slope)));
        Enter<HardSigmoidFn>((w, _, x) => w.Node("HardSigmoid", [x], ("alpha", 1 / 6.0), ("beta", 0.5)));
        Enter<SparseSigmoidFn>((w, _, x) => w.Node("HardSigmoid", [x], ("alpha", 0.5), ("beta", 0.5)));
        Enter<HardShrinkFn>((w, fn, x) => w.Node("Shrink", [x], ("lambd", fn.Threshold), ("bias", 0.0)));
        Enter<SoftShrinkFn>((w, fn, x) => w.Node("Shrink", [x], ("lambd", fn.Threshold), ("bias", fn.Threshold)));
        // The others are written with several operators, whose numbers are of the input's type.
        Enter<ClipFn>((w, fn, x, t) => w.Node("Clip", [x, w.Scalar(fn.Min, t), w.Scalar(fn.Max, t)]));
        Enter<SquareFn>((w, _, x, _) => w.Node("Mul", [x, x]));
        Enter<RsqrtFn>((w, _, x, _) => w.Node("Reciprocal", [w.Node("Sqrt", [x])]));
        Enter<Expm1Fn>((w, _, x, t) => w.Node("Sub", [w.Node("Exp", [x]), w.Scalar(1, t)]));
        Enter<Log1pFn>((w, _, x, t) => w.Node("Log", [w.Node("Add", [x, w.Scalar(1, t)])]));
        Enter<Log2Fn>((w, _, x, t) => Times(w, w.Node("Log", [x]), 1 / Math.Log(2), t));
        Enter<Log10Fn>((w, _, x, t) => Times(w, w.Node("Log", [x]), 1 / Math.Log(10), t));
        Enter<LogSigmoidFn>((w, _, x, _) => w.Node("Neg", [w.Node("Softplus", [w.Node("Neg", [x])])]));
        Enter<SiluFn>((w, _, x, _) => w.Node("Mul", [x, w.Node("Sigmoid", [x])]));
        Enter<MishFn>((w, _, x, _) => w.Node("Mul", [x, w.Node("Tanh", [w.Node("Softplus", [x])])]));
        Enter<TanhShrinkFn>((w, _, x, _) => w.Node("Sub", [x, w.Node("Tanh", [x])]));
        Enter<TruncateFn>((w, _, x, _) => w.Node("Mul", [w.Node("Sign", [x]), w.Node("Floor", [w.Node("Abs", [x])])]));
        Enter<GeluFn>((w, _, x, t) => Gate(w, x, w.Node("Erf", [Times(w, x, Math.Sqrt(0.5), t)]), t));
        Enter<GeluTanhFn>((w, _, x, t) =>
        {
            string cube = Times(w, w.Node("Mul", [x, w.Node("Mul", [x, x])]), 0.044715, t);
            return Gate(w, x, w.Node("Tanh", [Times(w, w.Node("Add", [x, cube]), Math.Sqrt(2 / Math.PI), t)]), t);
        });
        Enter<SquareplusFn>((w, fn, x, t) =>
            Times(w, w.Node("Add", [x, w.Node("Sqrt", [w.Node("Add", [w.Node("Mul", [x, x]), w.Scalar(fn.B, t)])])]), 0.5, t));
        Enter<ThresholdFn>((w, fn, x, t) => w.Node("Where", [w.Node("Greater", [x, w.Scalar(fn.Threshold, t)]), x, w.Scalar(fn.Value, t)]));
        Enter<SparsePlusFn>((w, _, x, t) =>
        {
            string half = Times(w, w.Node("Relu", [w.Node("Add", [x, w.Scalar(1, t)])]), 0.5, t);
            return w.Node("Where", [w.Node("GreaterOrEqual", [x, w.Scalar(1, t)]), x, w.Node("Mul", [half, half])]);
        });
        Enter<RampFn>(Ramp);
    }

    private static string Ramp(OnnxWriter w, RampFn fn, string x, DType t)
    {
        // The plain kinds have operators of their own.
        if (fn.Threshold == 0 && fn.Slope == 0 && !double.IsInfinity(fn.Max)) return w.Node("Clip", [x, w.Scalar(0, t), w.Scalar(fn.Max, t)]);
        if (fn.Threshold == 0 && double.IsInfinity(fn.Max)) return w.Node("LeakyRelu", [x], ("alpha", fn.Slope));
        string below = Times(w, w.Node("Sub", [x, w.Scalar(fn.Threshold, t)]), fn.Slope, t);
        string y = w.Node("Where", [w.Node("Greater", [x, w.Scalar(fn.Threshold, t)]), x, below]);
        return double.IsInfinity(fn.Max) ? y : w.Node("Where", [w.Node("GreaterOrEqual", [x, w.Scalar(fn.Max, t)]), w.Scalar(fn.Max, t), y]);
    }

    /// <summary>x / 2 · (1 + gate).</summary>
    private static string Gate(OnnxWriter w, string x, string gate, DType t) => w.Node("Mul", [Times(w, x, 0.5, t), w.Node("Add", [gate, w.Scalar(1, t)])]);

    private static string Times(OnnxWriter w, string x, double factor, DType t) => w.Node("Mul", [x, w.Scalar(factor, t)]);

    private static void Enter<TFn>(string op) where TFn : struct, IUnaryFn => Enter<TFn>((w, _, x) => w.Node(op, [x]));

    private static void Enter<TFn>(Func<OnnxWriter, TFn, string, string> write) where TFn : struct, IUnaryFn => Enter<TFn>((w, fn, x, _) => write(w, fn, x));

    private static void Enter<TFn>(Func<OnnxWriter, TFn, string, DType, string> write) where TFn : struct, IUnaryFn =>
        ElementwiseForm.All.Add(typeof(UnaryOp<TFn>), new ElementwiseForm((w, op, t, x) => write(w, ((UnaryOp<TFn>)op).Fn, x[0], t)));
}
