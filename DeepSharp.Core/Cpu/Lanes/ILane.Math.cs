using F = DeepSharp.Cpu.ScalarFunction;

namespace DeepSharp.Cpu;

// The functions derived from the primitives. Floats run polynomials (about 2 ulp), doubles too for the functions of training; the others
// run System.Math lane by lane.
public partial interface ILane<TSelf>
{
    /// <summary>The mask a != b; true for NaN.</summary>
    static virtual TSelf NotEqual(TSelf a, TSelf b) => TSelf.Not(TSelf.Equal(a, b));

    /// <summary>The mask of lanes that are NaN.</summary>
    static virtual TSelf IsNaN(TSelf x) => TSelf.NotEqual(x, x);

    /// <summary>1 where the mask is set, else 0.</summary>
    static virtual TSelf MaskToOne(TSelf mask) => TSelf.And(mask, TSelf.Of(1));

    /// <summary>-1, 0 or 1; zeros and NaN are returned as they are.</summary>
    static virtual TSelf Sign(TSelf x)
        => TSelf.Select(TSelf.Less(TSelf.Of(0), x), TSelf.Of(1), TSelf.Select(TSelf.Less(x, TSelf.Of(0)), TSelf.Of(-1), x));

    /// <summary>e^x.</summary>
    static virtual TSelf Exp(TSelf x)
        => TSelf.IsSingle ? LaneExp.Exp(x) : TSelf.IsDouble ? LaneExpDouble.Exp(x) : TSelf.Map<F.Exp>(x);

    /// <summary>e^x - 1, exact to the last digits near 0.</summary>
    static virtual TSelf Expm1(TSelf x)
        => TSelf.IsSingle ? LaneExp.Expm1(x) : TSelf.IsDouble ? LaneExpDouble.Expm1(x) : TSelf.Map<F.Expm1>(x);

    /// <summary>The natural logarithm; -inf at 0, NaN below.</summary>
    static virtual TSelf Log(TSelf x)
        => TSelf.IsSingle ? LaneLog.Log(x) : TSelf.IsDouble ? LaneLogDouble.Log(x) : TSelf.Map<F.Log>(x);

    /// <summary>ln(1 + x), exact to the last digits near 0.</summary>
    static virtual TSelf Log1p(TSelf x)
        => TSelf.IsSingle ? LaneLog.Log1p(x) : TSelf.IsDouble ? LaneLogDouble.Log1p(x) : TSelf.Map<F.Log1p>(x);

    /// <summary>The logarithm to base 2; exact for powers of two.</summary>
    static virtual TSelf Log2(TSelf x)
        => TSelf.IsSingle ? LaneLog.Log2(x) : TSelf.IsDouble ? LaneLogDouble.Log2(x) : TSelf.Map<F.Log2>(x);

    /// <summary>The sine of x radians.</summary>
    static virtual TSelf Sin(TSelf x) => TSelf.IsSingle ? LaneTrigonometry.Sin(x) : TSelf.Map<F.Sin>(x);

    /// <summary>The cosine of x radians.</summary>
    static virtual TSelf Cos(TSelf x) => TSelf.IsSingle ? LaneTrigonometry.Cos(x) : TSelf.Map<F.Cos>(x);

    /// <summary>The tangent of x radians.</summary>
    static virtual TSelf Tan(TSelf x) => TSelf.IsSingle ? LaneTrigonometry.Tan(x) : TSelf.Map<F.Tan>(x);

    /// <summary>The arc sine in radians; NaN outside [-1, 1].</summary>
    static virtual TSelf Asin(TSelf x) => TSelf.IsSingle ? LaneArc.Asin(x) : TSelf.Map<F.Asin>(x);

    /// <summary>The arc cosine in radians; NaN outside [-1, 1].</summary>
    static virtual TSelf Acos(TSelf x) => TSelf.IsSingle ? LaneArc.Acos(x) : TSelf.Map<F.Acos>(x);

    /// <summary>The arc tangent in radians.</summary>
    static virtual TSelf Atan(TSelf x) => TSelf.IsSingle ? LaneArc.Atan(x) : TSelf.Map<F.Atan>(x);

    /// <summary>The angle of the point (x, y) in radians, in (-pi, pi].</summary>
    static virtual TSelf Atan2(TSelf y, TSelf x) => TSelf.IsSingle ? LaneArc.Atan2(y, x) : TSelf.Map<F.Atan2>(y, x);

    /// <summary>The hyperbolic sine.</summary>
    static virtual TSelf Sinh(TSelf x) => TSelf.IsSingle ? LaneHyperbolic.Sinh(x) : TSelf.Map<F.Sinh>(x);

    /// <summary>The hyperbolic cosine.</summary>
    static virtual TSelf Cosh(TSelf x) => TSelf.IsSingle ? LaneHyperbolic.Cosh(x) : TSelf.Map<F.Cosh>(x);

    /// <summary>The hyperbolic tangent.</summary>
    static virtual TSelf Tanh(TSelf x)
        => TSelf.IsSingle ? LaneTanh.Tanh(x) : TSelf.IsDouble ? LaneExpDouble.Tanh(x) : TSelf.Map<F.Tanh>(x);

    /// <summary>The inverse hyperbolic sine.</summary>
    static virtual TSelf Asinh(TSelf x) => TSelf.IsSingle ? LaneHyperbolic.Asinh(x) : TSelf.Map<F.Asinh>(x);

    /// <summary>The inverse hyperbolic cosine; NaN below 1.</summary>
    static virtual TSelf Acosh(TSelf x) => TSelf.IsSingle ? LaneHyperbolic.Acosh(x) : TSelf.Map<F.Acosh>(x);

    /// <summary>The inverse hyperbolic tangent; NaN outside [-1, 1].</summary>
    static virtual TSelf Atanh(TSelf x) => TSelf.IsSingle ? LaneHyperbolic.Atanh(x) : TSelf.Map<F.Atanh>(x);

    /// <summary>The error function 2/sqrt(pi) * integral of e^(-t^2) over [0, x].</summary>
    static virtual TSelf Erf(TSelf x) => TSelf.IsSingle ? LaneErf.Erf(x) : TSelf.Map<F.Erf>(x);

    /// <summary>The inverse of <see cref="Erf"/>; infinite at -1 and 1, NaN outside.</summary>
    static virtual TSelf ErfInv(TSelf x) => TSelf.IsSingle ? LaneErf.ErfInv(x) : TSelf.Map<F.ErfInv>(x);

    /// <summary>a to the power b, with the special cases of <see cref="Math.Pow"/>.</summary>
    static virtual TSelf Pow(TSelf a, TSelf b) => TSelf.IsSingle ? LanePow.Pow(a, b) : TSelf.Map<F.Pow>(a, b);

    /// <summary>1 / (1 + e^-x), without overflow for any x.</summary>
    static virtual TSelf Sigmoid(TSelf x)
        => TSelf.IsSingle ? LaneExp.Sigmoid(x) : TSelf.IsDouble ? LaneExpDouble.Sigmoid(x) : TSelf.Map<F.Sigmoid>(x);

    /// <summary>ln(1 + e^x), without overflow for any x.</summary>
    static virtual TSelf Softplus(TSelf x)
        => TSelf.IsSingle ? LaneLog.Softplus(x) : TSelf.IsDouble ? LaneLogDouble.Softplus(x) : TSelf.Map<F.Softplus>(x);
}
