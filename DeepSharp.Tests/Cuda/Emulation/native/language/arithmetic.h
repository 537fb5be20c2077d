/// Floating-point functions the device has and the host's library lacks, or names otherwise.
#pragma once

#define __expf(x) expf(x)
#define __exp10f(x) exp10f(x)
#define __logf(x) logf(x)
#define __log2f(x) log2f(x)
#define __log10f(x) log10f(x)
#define __powf(x, y) powf((x), (y))
#define __sinf(x) sinf(x)
#define __cosf(x) cosf(x)
#define __tanf(x) tanf(x)

static inline float __fdividef(float x, float y) { return x / y; }
static inline float fdividef(float x, float y) { return x / y; }
static inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
static inline double rsqrt(double x) { return 1.0 / sqrt(x); }
static inline float rcbrtf(float x) { return 1.0f / cbrtf(x); }
static inline double rcbrt(double x) { return 1.0 / cbrt(x); }
static inline float __saturatef(float x) { return x > 0.0f ? (x < 1.0f ? x : 1.0f) : 0.0f; }
static inline float sinpif(float x) { return static_cast<float>(sin(3.14159265358979323846 * fmod(x, 2.0))); }
static inline float cospif(float x) { return static_cast<float>(cos(3.14159265358979323846 * fmod(x, 2.0))); }
static inline double sinpi(double x) { return sin(3.14159265358979323846 * fmod(x, 2.0)); }
static inline double cospi(double x) { return cos(3.14159265358979323846 * fmod(x, 2.0)); }
static inline float normcdff(float x) { return 0.5f * erfcf(x * -0.70710678118654752f); }
static inline double normcdf(double x) { return 0.5 * erfc(x * -0.70710678118654752); }

// Each rounds once; nothing is contracted on the host, so these only name the plain operations.
static inline float __fadd_rn(float x, float y) { return x + y; }
static inline float __fsub_rn(float x, float y) { return x - y; }
static inline float __fmul_rn(float x, float y) { return x * y; }
static inline float __fdiv_rn(float x, float y) { return x / y; }
static inline float __fmaf_rn(float x, float y, float z) { return fmaf(x, y, z); }
static inline float __frcp_rn(float x) { return 1.0f / x; }
static inline float __fsqrt_rn(float x) { return sqrtf(x); }
static inline float __frsqrt_rn(float x) { return 1.0f / sqrtf(x); }
static inline double __dadd_rn(double x, double y) { return x + y; }
static inline double __dsub_rn(double x, double y) { return x - y; }
static inline double __dmul_rn(double x, double y) { return x * y; }
static inline double __ddiv_rn(double x, double y) { return x / y; }
static inline double __fma_rn(double x, double y, double z) { return fma(x, y, z); }
static inline double __drcp_rn(double x) { return 1.0 / x; }
static inline double __dsqrt_rn(double x) { return sqrt(x); }

/// A float as an integer: out of range gives the nearest one, NaN gives 0.
template <class T> static inline T ds_saturate(double x)
{
    constexpr T most = static_cast<T>(~T(0)) < 0 ? static_cast<T>((uint64_t(1) << (8 * sizeof(T) - 1)) - 1) : static_cast<T>(~T(0));
    constexpr T least = static_cast<T>(~T(0)) < 0 ? static_cast<T>(-most - 1) : T(0);
    return x != x ? T(0) : x >= static_cast<double>(most) ? most : x <= static_cast<double>(least) ? least : static_cast<T>(x);
}

static inline int __float2int_rn(float x) { return ds_saturate<int>(rint(x)); }
static inline int __float2int_rz(float x) { return ds_saturate<int>(trunc(x)); }
static inline int __float2int_rd(float x) { return ds_saturate<int>(floor(x)); }
static inline int __float2int_ru(float x) { return ds_saturate<int>(ceil(x)); }
static inline unsigned __float2uint_rn(float x) { return ds_saturate<unsigned>(rint(x)); }
static inline unsigned __float2uint_rz(float x) { return ds_saturate<unsigned>(trunc(x)); }
static inline long long __float2ll_rn(float x) { return ds_saturate<long long>(rint(x)); }
static inline long long __float2ll_rz(float x) { return ds_saturate<long long>(trunc(x)); }
static inline int __double2int_rn(double x) { return ds_saturate<int>(rint(x)); }
static inline int __double2int_rz(double x) { return ds_saturate<int>(trunc(x)); }
static inline long long __double2ll_rn(double x) { return ds_saturate<long long>(rint(x)); }
static inline long long __double2ll_rz(double x) { return ds_saturate<long long>(trunc(x)); }
static inline float __double2float_rn(double x) { return static_cast<float>(x); }
static inline float __int2float_rn(int x) { return static_cast<float>(x); }
static inline float __uint2float_rn(unsigned x) { return static_cast<float>(x); }
static inline float __ll2float_rn(long long x) { return static_cast<float>(x); }
static inline double __int2double_rn(int x) { return static_cast<double>(x); }
static inline double __ll2double_rn(long long x) { return static_cast<double>(x); }
