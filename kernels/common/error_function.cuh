// The error function in double precision and its inverse, by the formulas of DeepSharp.Core/Cpu/Lanes/ErrorFunction.cs.
// Rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969).
#pragma once
#include "common/numbers.cuh"

#define DS_INVERSE_SQRT_PI 0.56418958354775628695

// A polynomial whose coefficients stand from the highest power down.
template <int N> __device__ __forceinline__ double ds_polynomial(const double (&coefficients)[N], double x)
{
    double sum = coefficients[0];
#pragma unroll
    for (int i = 1; i < N; i++) sum = sum * x + coefficients[i];
    return sum;
}

// erf(x) for |x| up to 0.46875.
__device__ __forceinline__ double ds_erf_small(double x)
{
    const double p[] = {1.85777706184603153e-1, 3.16112374387056560e0, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3};
    const double q[] = {1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3};
    double square = x * x;
    return x * ds_polynomial(p, square) / ds_polynomial(q, square);
}

// erfc(a) for a above 0.46875.
__device__ __forceinline__ double ds_erfc_upper(double a)
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
    if (a <= 4) r = ds_polynomial(middle_p, a) / ds_polynomial(middle_q, a);
    else
    {
        double z = 1 / (a * a);
        r = (DS_INVERSE_SQRT_PI - z * ds_polynomial(large_p, z) / ds_polynomial(large_q, z)) / a;
    }
    // a^2 = s^2 + (a - s)(a + s) with s = a to four bits: s^2 is exact, so the exponential loses nothing.
    double s = trunc(a * 16) / 16;
    return exp(-s * s) * exp(-(a - s) * (a + s)) * r;
}

__device__ __forceinline__ double ds_erf(double x)
{
    double a = fabs(x);
    return a <= 0.46875 ? ds_erf_small(x) : copysign(1 - ds_erfc_upper(a), x);
}

// The z with erf(z) = x: a rough start (S. Winitzki) and three steps of Halley's method.
__device__ __forceinline__ double ds_erfinv(double x)
{
    double a = fabs(x);
    if (a >= 1 || ds_is_nan(x)) return a == 1 ? x * ds_limits<double>::infinity() : ds_limits<double>::nan();
    if (a < 1e-8) return x / (2 * DS_INVERSE_SQRT_PI);
    double l = log((1 - a) * (1 + a)), t = 4.330746750799873 + l / 2;
    double z = sqrt(sqrt(t * t - l / 0.147) - t);
#pragma unroll 1
    for (int i = 0; i < 3; i++)
    {
        // Near 1 the small distance to 1 is what counts: 1 - a is exact there. z is never negative.
        double error;
        if (z <= 0.46875)
        {
            double value = ds_erf_small(z);
            error = a < 0.5 ? value - a : (1 - a) - (1 - value);
        }
        else
        {
            double upper = ds_erfc_upper(z);
            error = a < 0.5 ? (1 - upper) - a : (1 - a) - upper;
        }
        double step = error / (2 * DS_INVERSE_SQRT_PI * exp(-z * z));
        z -= step / (1 + z * step);
    }
    return copysign(z, x);
}
