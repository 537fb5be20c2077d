namespace DeepSharp.Tests.Cpu.Lanes;

/// <summary>Reference values in double by ways of their own: series instead of the formulas under test.</summary>
public static class Truth
{
    public static double Expm1(double x)
    {
        if (!(Math.Abs(x) < 0.5))
            return Math.Exp(x) - 1;
        double sum = x, term = x;
        for (int k = 2; k < 20; k++)
            sum += term *= x / k;
        return sum;
    }

    /// <summary>2 artanh(x / (2 + x)), whose series converges fast for small x.</summary>
    public static double Log1p(double x)
    {
        if (!(Math.Abs(x) < 0.5))
            return Math.Log(1 + x);
        double s = x / (2 + x), power = s, sum = 0;
        for (int k = 1; k < 60; k += 2, power *= s * s)
            sum += power / k;
        return 2 * sum;
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
