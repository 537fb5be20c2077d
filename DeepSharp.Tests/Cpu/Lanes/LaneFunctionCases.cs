using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu.Lanes;

/// <summary>The functions of one real argument: about 2 ulp; half a one where doubles go through System.Math.</summary>
public static class LaneFunctionCases
{
    public static readonly LaneCase[] All =
    [
        LaneCase.Of<Exp>(Math.Exp, floatUlps: 1, doubleUlps: 1),
        LaneCase.Of<Expm1>(Truth.Expm1, floatUlps: 1.5, doubleUlps: 2),
        LaneCase.Of<Log>(Math.Log, floatUlps: 1, doubleUlps: 1),
        LaneCase.Of<Log1p>(Truth.Log1p, floatUlps: 2, doubleUlps: 2),
        LaneCase.Of<Log2>(Math.Log2, floatUlps: 2, doubleUlps: 2),
        LaneCase.Of<Sin>(Math.Sin, floatUlps: 2, doubleUlps: 0.5),
        LaneCase.Of<Cos>(Math.Cos, floatUlps: 2, doubleUlps: 0.5),
        LaneCase.Of<Tan>(Math.Tan, floatUlps: 2, doubleUlps: 0.5),
        LaneCase.Of<Asin>(Math.Asin, floatUlps: 2, doubleUlps: 0.5),
        LaneCase.Of<Acos>(Math.Acos, floatUlps: 1.5, doubleUlps: 0.5),
        LaneCase.Of<Atan>(Math.Atan, floatUlps: 1.5, doubleUlps: 0.5),
        LaneCase.Of<Sinh>(Math.Sinh, floatUlps: 2, doubleUlps: 0.5),
        LaneCase.Of<Cosh>(Math.Cosh, floatUlps: 1.5, doubleUlps: 0.5),
        LaneCase.Of<Tanh>(Math.Tanh, floatUlps: 2, doubleUlps: 2),
        LaneCase.Of<Asinh>(Math.Asinh, floatUlps: 2, doubleUlps: 0.5),
        LaneCase.Of<Acosh>(Math.Acosh, floatUlps: 2, doubleUlps: 0.5),
        LaneCase.Of<Atanh>(Math.Atanh, floatUlps: 1.5, doubleUlps: 0.5),
        LaneCase.Of<Erf>(Truth.Erf, floatUlps: 2, doubleUlps: 6),
        LaneCase.Of<ErfInv>(ErrorFunction.ErfInv, floatUlps: 2.5, doubleUlps: 0.5),
        LaneCase.Of<Sigmoid>(Truth.Sigmoid, floatUlps: 2.5, doubleUlps: 3),
        LaneCase.Of<Softplus>(Truth.Softplus, floatUlps: 2, doubleUlps: 4),
    ];

    public readonly struct Exp : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Exp(a); }
    public readonly struct Expm1 : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Expm1(a); }
    public readonly struct Log : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Log(a); }
    public readonly struct Log1p : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Log1p(a); }
    public readonly struct Log2 : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Log2(a); }
    public readonly struct Sin : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Sin(a); }
    public readonly struct Cos : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Cos(a); }
    public readonly struct Tan : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Tan(a); }
    public readonly struct Asin : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Asin(a); }
    public readonly struct Acos : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Acos(a); }
    public readonly struct Atan : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Atan(a); }
    public readonly struct Sinh : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Sinh(a); }
    public readonly struct Cosh : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Cosh(a); }
    public readonly struct Tanh : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Tanh(a); }
    public readonly struct Asinh : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Asinh(a); }
    public readonly struct Acosh : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Acosh(a); }
    public readonly struct Atanh : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Atanh(a); }
    public readonly struct Erf : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Erf(a); }
    public readonly struct ErfInv : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.ErfInv(a); }
    public readonly struct Sigmoid : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Sigmoid(a); }
    public readonly struct Softplus : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Softplus(a); }
    public readonly struct Pow : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Pow(a, b); }
    public readonly struct Atan2 : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Atan2(a, b); }
}
