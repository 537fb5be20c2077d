namespace DeepSharp.Onnx;

/// <summary>The ONNX forms of functions of two numbers.</summary>
internal static class BinaryForms
{
    /// <summary>Enters them into the table.</summary>
    public static void Enter()
    {
        Enter<AddFn>("Add");
        Enter<SubtractFn>("Sub");
        Enter<MultiplyFn>("Mul");
        Enter<DivideFn>("Div");
        Enter<MaximumFn>("Max");
        Enter<MinimumFn>("Min");
        Enter<PowFn>("Pow");
        Enter<FloorModFn>((w, t, a, b) => !t.IsFloating ? w.Node("Mod", [a, b])
            : w.Node("Sub", [a, w.Node("Mul", [w.Node("Floor", [w.Node("Div", [a, b])]), b])]));
        Enter<Atan2Fn>(Angle);
        Compare<EqualFn>("Equal");
        Compare<LessFn>("Less");
        Compare<LessEqualFn>("LessOrEqual");
        Compare<GreaterFn>("Greater");
        Compare<GreaterEqualFn>("GreaterOrEqual");
        ElementwiseForm.All.Add(typeof(CompareOp<NotEqualFn>), new ElementwiseForm((w, _, _, x) => w.Node("Not", [w.Node("Equal", x)])));
    }

    /// <summary>The angle of (x, y): arctan(y / x), half a turn further where x is below zero, and a quarter turn where it is zero.</summary>
    private static string Angle(OnnxWriter w, DType t, string y, string x)
    {
        string zero = w.Scalar(0, t), isUp = w.Node("GreaterOrEqual", [y, zero]), isZero = w.Node("Equal", [x, zero]);
        string Signed(double number) => w.Node("Where", [isUp, w.Scalar(number, t), w.Scalar(-number, t)]);
        string angle = w.Node("Atan", [w.Node("Div", [y, w.Node("Where", [isZero, w.Scalar(1, t), x])])]);
        string turned = w.Node("Where", [w.Node("Less", [x, zero]), w.Node("Add", [angle, Signed(Math.PI)]), angle]);
        string quarter = w.Node("Mul", [w.Node("Sign", [y]), w.Scalar(Math.PI / 2, t)]);
        return w.Node("Where", [isZero, quarter, turned]);
    }

    private static void Enter<TFn>(string op) where TFn : struct, IBinaryFn => Enter<TFn>((w, _, a, b) => w.Node(op, [a, b]));

    private static void Enter<TFn>(Func<OnnxWriter, DType, string, string, string> write) where TFn : struct, IBinaryFn =>
        ElementwiseForm.All.Add(typeof(BinaryOp<TFn>), new ElementwiseForm((w, _, t, x) => write(w, t, x[0], x[1])));

    private static void Compare<TFn>(string op) where TFn : struct, ICompareFn =>
        ElementwiseForm.All.Add(typeof(CompareOp<TFn>), new ElementwiseForm((w, _, _, x) => w.Node(op, x)));
}
