// The functions in double precision, by the formulas of DeepSharp.Core/Cpu/Lanes/ScalarFunction.cs. They are no
// kernels: their PTX is pasted into the modules that the element-wise ops' emitter writes.
// nvrtc: --relocatable-device-code=true
#include "common/error_function.cuh"

#define FUNCTION extern "C" __device__ double

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
FUNCTION deepsharp_floormod(double a, double b)
{
    double r = fmod(a, b);
    if (r == 0) return copysign(0.0, b);
    return (r < 0) != (b < 0) ? r + b : r;
}

FUNCTION deepsharp_erf(double x) { return ds_erf(x); }
FUNCTION deepsharp_erfinv(double x) { return ds_erfinv(x); }
