namespace DeepSharp.Cpu;

/// <summary>The functions in double precision, one struct each; the struct's name is the name in error messages.</summary>
internal static class ScalarFunction
{
    public readonly struct Exp : IScalarFunction { public static double Invoke(double x) => Math.Exp(x); }
    public readonly struct Log : IScalarFunction { public static double Invoke(double x) => Math.Log(x); }
    public readonly struct Log2 : IScalarFunction { public static double Invoke(double x) => Math.Log2(x); }
    public readonly struct Sin : IScalarFunction { public static double Invoke(double x) => Math.Sin(x); }
    public readonly struct Cos : IScalarFunction { public static double Invoke(double x) => Math.Cos(x); }
    public readonly struct Tan : IScalarFunction { public static double Invoke(double x) => Math.Tan(x); }
    public readonly struct Asin : IScalarFunction { public static double Invoke(double x) => Math.Asin(x); }
    public readonly struct Acos : IScalarFunction { public static double Invoke(double x) => Math.Acos(x); }
    public readonly struct Atan : IScalarFunction { public static double Invoke(double x) => Math.Atan(x); }
    public readonly struct Sinh : IScalarFunction { public static double Invoke(double x) => Math.Sinh(x); }
    public readonly struct Cosh : IScalarFunction { public static double Invoke(double x) => Math.Cosh(x); }
    public readonly struct Tanh : IScalarFunction { public static double Invoke(double x) => Math.Tanh(x); }
    public readonly struct Asinh : IScalarFunction { public static double Invoke(double x) => Math.Asinh(x); }
    public readonly struct Acosh : IScalarFunction { public static double Invoke(double x) => Math.Acosh(x); }
    public readonly struct Atanh : IScalarFunction { public static double Invoke(double x) => Math.Atanh(x); }
    public readonly struct Erf : IScalarFunction { public static double Invoke(double x) => ErrorFunction.Erf(x); }
    public readonly struct ErfInv : IScalarFunction { public static double Invoke(double x) => ErrorFunction.ErfInv(x); }
    public readonly struct Atan2 : IScalarFunction2 { public static double Invoke(double a, double b) => Math.Atan2(a, b); }
    public readonly struct Pow : IScalarFunction2 { public static double Invoke(double a, double b) => Math.Pow(a, b); }

    /// <summary>e^x - 1. The errors of u - 1 and ln u cancel in their quotient (W. Kahan).</summary>
    public readonly struct Expm1 : IScalarFunction
    {
        public static double Invoke(double x)
        {
            double u = Math.Exp(x);
            if (u == 1)
                return x;
            // Far from 0 nothing cancels, and ln u would be infinite or x itself.
            return Math.Abs(x) > 1 || double.IsNaN(x) ? u - 1 : (u - 1) * (x / Math.Log(u));
        }
    }

    /// <summary>ln(1 + x), by the same quotient.</summary>
    public readonly struct Log1p : IScalarFunction
    {
        public static double Invoke(double x)
        {
            double u = 1 + x;
            if (u == 1)
                return x;
            return Math.Abs(x) < 1 ? Math.Log(u) * (x / (u - 1)) : Math.Log(u);
        }
    }

    /// <summary>1 / (1 + e^-x), with e^-|x| only.</summary>
    public readonly struct Sigmoid : IScalarFunction
    {
        public static double Invoke(double x)
        {
            double z = Math.Exp(-Math.Abs(x));
            return (x < 0 ? z : 1) / (1 + z);
        }
    }

    /// <summary>ln(1 + e^x), with e^-|x| only.</summary>
    public readonly struct Softplus : IScalarFunction
    {
        public static double Invoke(double x) => Math.Max(x, 0) + Log1p.Invoke(Math.Exp(-Math.Abs(x)));
    }

    /// <summary>The remainder with the sign of the divisor; a zero has that sign too, as in NumPy.</summary>
    public readonly struct FloorMod : IScalarFunction2
    {
        public static double Invoke(double a, double b)
        {
            double r = a % b;
            if (r == 0)
                return Math.CopySign(0, b);
            return (r < 0) != (b < 0) ? r + b : r;
        }
    }
}
