// The functions in double precision, by the formulas of DeepSharp.Core/Cpu/Lanes/ScalarFunction.cs and ErrorFunction.cs. They are no
// kernels: their PTX is pasted into the modules that the element-wise ops' emitter writes.
// nvrtc: --relocatable-device-code=true
#include "common/numbers.cuh"

#define FUNCTION extern "C" __device__ double
#define INVERSE_SQRT_PI 0.56418958354775628695

namespace
{
__device__ __forceinline__ double infinity() { return ds_limits<double>::infinity(); }

template <int N> __device__ __forceinline__ double polynomial(const double (&coefficients)[N], double x)
{
    double sum = coefficients[0];
#pragma unroll
    for (int i = 1; i < N; i++) sum = sum * x + coefficients[i];
    return sum;
}

// Rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969);
// coefficients from the highest power down.
__device__ __forceinline__ double erf_small(double x)
{
    const double p[] = {1.85777706184603153e-1, 3.16112374387056560e0, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3};
    const double q[] = {1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3};
    double square = x * x;
    return x * polynomial(p, square) / polynomial(q, square);
}
}

// erfc(a) for a above 0.46875.
extern "C" __device__ __noinline__ double deepsharp_erfc_upper(double a)
{
    const double middle_p[] = {2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1,
        2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3};
    const double middle_q[] = {1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
        3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3};
    const double large_p[] = {1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
        1.60837851487422766e-2, 6.58749161529837803e-4};
    const double large_q[] = {1, 2.56852019228982242e0, 1.87295284992346725e0, 5.27905102951428412e-1, 6.05183413124413191e-2,
        2.33520497626869185e-3};
    if (a > 27) return 0;
    double r;
    if (a <= 4) r = polynomial(middle_p, a) / polynomial(middle_q, a);
    else
    {
        double z = 1 / (a * a);
        r = (INVERSE_SQRT_PI - z * polynomial(large_p, z) / polynomial(large_q, z)) / a;
    }
    // a^2 = s^2 + (a - s)(a + s) with s = a to four bits: s^2 is exact, so the exponential loses nothing.
    double s = trunc(a * 16) / 16;
    return exp(-s * s) * exp(-(a - s) * (a + s)) * r;
}

FUNCTION deepsharp_exp(double x) { return exp(x); }
FUNCTION deepsharp_log(double x) { return log(x); }
FUNCTION deepsharp_log2(double x) { return log2(x); }
FUNCTION deepsharp_sin(double x) { return sin(x); }
FUNCTION deepsharp_cos(double x) { return cos(x); }
FUNCTION deepsharp_tan(double x) { return tan(x); }
FUNCTION deepsharp_asin(double x) { return asin(x); }
FUNCTION deepsharp_acos(double x) { return acos(x); }
FUNCTION deepsharp_atan(double x) { return atan(x); }
FUNCTION deepsharp_sinh(double x) { return sinh(x); }
FUNCTION deepsharp_cosh(double x) { return cosh(x); }
FUNCTION deepsharp_tanh(double x) { return tanh(x); }
FUNCTION deepsharp_asinh(double x) { return asinh(x); }
FUNCTION deepsharp_acosh(double x) { return acosh(x); }
FUNCTION deepsharp_atanh(double x) { return atanh(x); }
FUNCTION deepsharp_atan2(double a, double b) { return atan2(a, b); }
FUNCTION deepsharp_pow(double a, double b) { return pow(a, b); }

// e^x - 1. The errors of u - 1 and ln u cancel in their quotient (W. Kahan).
FUNCTION deepsharp_expm1(double x)
{
    double u = exp(x);
    if (u == 1) return x;
    return fabs(x) > 1 || ds_is_nan(x) ? u - 1 : (u - 1) * (x / log(u));
}

// ln(1 + x), by the same quotient.
FUNCTION deepsharp_log1p(double x)
{
    double u = 1 + x;
    if (u == 1) return x;
    return fabs(x) < 1 ? log(u) * (x / (u - 1)) : log(u);
}

// 1 / (1 + e^-x), with e^-|x| only.
FUNCTION deepsharp_sigmoid(double x)
{
    double z = exp(-fabs(x));
    return (x < 0 ? z : 1) / (1 + z);
}

// ln(1 + e^x), with e^-|x| only.
FUNCTION deepsharp_softplus(double x) { return ds_max(x, 0.0) + deepsharp_log1p(exp(-fabs(x))); }

// The remainder with the sign of the divisor; a zero has that sign too.
FUNCTION deepsharp_floor_mod(double a, double b)
{
    double r = fmod(a, b);
    if (r == 0) return copysign(0.0, b);
    return (r < 0) != (b < 0) ? r + b : r;
}

FUNCTION deepsharp_erf(double x)
{
    double a = fabs(x);
    return a <= 0.46875 ? erf_small(x) : copysign(1 - deepsharp_erfc_upper(a), x);
}

// The z with erf(z) = x: a rough start (S. Winitzki) and three steps of Halley's method.
FUNCTION deepsharp_erfinv(double x)
{
    double a = fabs(x);
    if (a >= 1 || ds_is_nan(x)) return a == 1 ? x * infinity() : ds_limits<double>::nan();
    if (a < 1e-8) return x / (2 * INVERSE_SQRT_PI);
    double l = log((1 - a) * (1 + a)), t = 4.330746750799873 + l / 2;
    double z = sqrt(sqrt(t * t - l / 0.147) - t);
    for (int i = 0; i < 3; i++)
    {
        // Near 1 the small distance to 1 is what counts: 1 - a is exact there.
        double upper = z <= 0.46875 ? 1 - erf_small(z) : deepsharp_erfc_upper(z);
        double error = a < 0.5 ? deepsharp_erf(z) - a : (1 - a) - upper;
        double step = error / (2 * INVERSE_SQRT_PI * exp(-z * z));
        z -= step / (1 + z * step);
    }
    return copysign(z, x);
}
