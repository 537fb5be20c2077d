namespace DeepSharp.Cpu;

/// <summary>The error function in double precision, to about 1e-16 relative.</summary>
/// <remarks>
/// Rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969).
/// </remarks>
internal static class ErrorFunction
{
    private const double InverseSqrtPi = 0.56418958354775628695;

    // Coefficients from the highest power down; each table is one numerator or denominator.
    private static ReadOnlySpan<double> SmallP =>
        [1.85777706184603153e-1, 3.16112374387056560e0, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3];
    private static ReadOnlySpan<double> SmallQ =>
        [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];
    private static ReadOnlySpan<double> MiddleP =>
        [2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1, 2.98635138197400131e2,
         8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3];
    private static ReadOnlySpan<double> MiddleQ =>
        [1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
         3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3];
    private static ReadOnlySpan<double> LargeP =>
        [1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2,
         6.58749161529837803e-4];
    private static ReadOnlySpan<double> LargeQ =>
        [1, 2.56852019228982242e0, 1.87295284992346725e0, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3];

    /// <summary>2/sqrt(pi) * integral of e^(-t^2) over [0, x].</summary>
    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        if (a <= 0.46875)
            return x * Polynomial(SmallP, a * a) / Polynomial(SmallQ, a * a);
        return Math.CopySign(1 - Upper(a), x);
    }

    /// <summary>1 - erf(x), exact to the last digits for large x.</summary>
    public static double Erfc(double x)
        => Math.Abs(x) <= 0.46875 ? 1 - Erf(x) : x < 0 ? 2 - Upper(-x) : Upper(x);

    /// <summary>The z with erf(z) = x: a rough start (S. Winitzki) and three steps of Halley's method.</summary>
    public static double ErfInv(double x)
    {
        double a = Math.Abs(x);
        if (a >= 1 || double.IsNaN(x))
            return a == 1 ? x * double.PositiveInfinity : double.NaN;
        if (a < 1e-8)
            return x / (2 * InverseSqrtPi);

        double l = Math.Log((1 - a) * (1 + a)), t = 4.330746750799873 + l / 2;
        double z = Math.Sqrt(Math.Sqrt(t * t - l / 0.147) - t);
        for (int i = 0; i < 3; i++)
        {
            // Near 1 the small distance to 1 is what counts: 1 - a is exact there.
            double error = a < 0.5 ? Erf(z) - a : (1 - a) - Erfc(z);
            double step = error / (2 * InverseSqrtPi * Math.Exp(-z * z));
            z -= step / (1 + z * step);
        }
        return Math.CopySign(z, x);
    }

    /// <summary>erfc(a) for a above 0.46875.</summary>
    private static double Upper(double a)
    {
        if (a > 27)
            return 0;
        double r;
        if (a <= 4)
            r = Polynomial(MiddleP, a) / Polynomial(MiddleQ, a);
        else
        {
            double z = 1 / (a * a);
            r = (InverseSqrtPi - z * Polynomial(LargeP, z) / Polynomial(LargeQ, z)) / a;
        }
        // a^2 = s^2 + (a - s)(a + s) with s = a to four bits: s^2 is exact, so the exponential loses nothing.
        double s = Math.Truncate(a * 16) / 16;
        return Math.Exp(-s * s) * Math.Exp(-(a - s) * (a + s)) * r;
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = coefficients[0];
        foreach (double c in coefficients[1..])
            sum = sum * x + c;
        return sum;
    }
}
