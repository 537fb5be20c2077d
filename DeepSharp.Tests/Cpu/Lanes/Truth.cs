namespace DeepSharp.Tests.Cpu.Lanes;

/// <summary>Reference values in double by ways of their own: series instead of the formulas under test.</summary>
public static class Truth
{
    /// <summary>The series with 28 digits where e^x - 1 would cancel, except so near 0 that two terms say all.</summary>
    public static double Expm1(double x)
    {
        double a = Math.Abs(x);
        if (!(a < 4))
            return Math.Exp(x) - 1;
        if (a < 1e-6)
            return x + x * x / 2 + x * x * x / 6;
        decimal argument = Exact(x), sum = argument, term = argument;
        for (int k = 2; k < 40; k++)
            sum += term *= argument / k;
        return Rounded(sum);
    }

    /// <summary>2 artanh(x / (2 + x)) with 28 digits around 0, except so near that three terms say all.</summary>
    public static double Log1p(double x)
    {
        double a = Math.Abs(x), u = 1 + x;
        if (a < 1e-6)
            return x - x * x / 2 + x * x * x / 3;
        if (!(a < 0.75))
            return u > 0 && double.IsFinite(u) ? Math.Log(u) + (x - (u - 1)) / u : Math.Log(u);
        decimal argument = Exact(x), s = argument / (2 + argument), power = s, sum = 0;
        for (int k = 1; k < 120; k += 2, power *= s * s)
            sum += power / k;
        return Rounded(2 * sum);
    }

    /// <summary>All bits of a double of moderate size; the conversion itself keeps 15 digits.</summary>
    private static decimal Exact(double x)
    {
        double scaled = x * (1L << 52), whole = Math.Truncate(scaled);
        return (decimal)(long)whole / (1L << 52) + (decimal)(long)((scaled - whole) * (1L << 40)) / (1L << 52) / (1L << 40);
    }

    /// <summary>The nearest double; the conversion itself may be an ulp or two off.</summary>
    private static double Rounded(decimal x)
    {
        double near = (double)x;
        return near + (double)(x - Exact(near));
    }

    /// <summary>
    /// Below 1.5 the series 2/sqrt(pi) e^(-x^2) * sum of 2^n x^(2n+1) / (2n+1)!!, no term of which is negative; above,
    /// 1 - e^(-x^2) / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + (3/2) / ...))).
    /// </summary>
    public static double Erf(double x)
    {
        if (!(Math.Abs(x) <= 6))
            return double.IsNaN(x) ? x : Math.Sign(x);
        if (Math.Abs(x) > 1.5)
        {
            double a = Math.Abs(x), fraction = a;
            for (int k = 120; k > 0; k--)
                fraction = a + k / 2.0 / fraction;
            return Math.CopySign(1 - Gauss(a) / Math.Sqrt(Math.PI) / fraction, x);
        }
        double term = x, sum = x;
        for (int n = 1; n < 80; n++)
            sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * Gauss(x) * sum;
    }

    /// <summary>e^(-x^2), with the rounding error of x^2 given back.</summary>
    private static double Gauss(double x)
    {
        double square = x * x;
        return Math.Exp(-square) * (1 - Math.FusedMultiplyAdd(x, x, -square));
    }

    public static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    public static double Softplus(double x) => x < 0 ? Log1p(Math.Exp(x)) : x + Log1p(Math.Exp(-x));
}
