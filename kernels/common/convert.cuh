// Loading and storing elements as numbers of the type a kernel computes in; float16 and bfloat16 round to nearest, ties to even.
#pragma once
#include "common/types.cuh"

__device__ __forceinline__ float ds_half_to_float(ds_half x)
{
#ifdef __CUDACC_RTC__
    float y;
    asm("cvt.f32.f16 %0, %1;" : "=f"(y) : "h"(x.bits));
    return y;
#else
    unsigned sign = (unsigned)(x.bits & 0x8000) << 16, exponent = (x.bits >> 10) & 31, fraction = x.bits & 0x3ff;
    if (exponent == 31) return ds_float_of_bits(sign | 0x7f800000u | fraction << 13 | (fraction != 0 ? 0x400000u : 0u));
    if (exponent != 0) return ds_float_of_bits(sign | (exponent + 112) << 23 | fraction << 13);
    float small = (float)fraction * (1.0f / 16777216.0f);
    return sign != 0 ? -small : small;
#endif
}

__device__ __forceinline__ ds_half ds_float_to_half(float x)
{
    ds_half y;
#ifdef __CUDACC_RTC__
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(y.bits) : "f"(x));
#else
    unsigned bits = ds_float_bits(x), sign = bits >> 16 & 0x8000, size = bits & 0x7fffffff;
    if (size > 0x7f800000) y.bits = 0x7fff;
    else if (size >= 0x477ff000) y.bits = (unsigned short)(sign | 0x7c00);
    else if (size < 0x38800000)
    {
        // Below the smallest normal number the steps are 2^-24: adding 1/2, whose steps are those, rounds by itself.
        unsigned rounded = ds_float_bits(ds_float_of_bits(size) + 0.5f) - 0x3f000000u;
        y.bits = (unsigned short)(sign | rounded);
    }
    else y.bits = (unsigned short)(sign | ((size + 0xfff + (size >> 13 & 1)) >> 13) - (112u << 10));
#endif
    return y;
}

__device__ __forceinline__ float ds_bfloat16_to_float(ds_bfloat16 x) { return ds_float_of_bits((unsigned)x.bits << 16); }

__device__ __forceinline__ ds_bfloat16 ds_float_to_bfloat16(float x)
{
    unsigned bits = ds_float_bits(x);
    ds_bfloat16 y;
    y.bits = (unsigned short)((bits & 0x7fffffff) > 0x7f800000 ? bits >> 16 | 0x40 : (bits + 0x7fff + (bits >> 16 & 1)) >> 16);
    return y;
}

// An element as a number of the type its kernel computes in.
template <typename T> __device__ __forceinline__ T to_compute(T x) { return x; }
__device__ __forceinline__ float to_compute(ds_half x) { return ds_half_to_float(x); }
__device__ __forceinline__ float to_compute(ds_bfloat16 x) { return ds_bfloat16_to_float(x); }

// A computed number as an element of type T, rounded where T is narrower.
template <typename T> struct ds_element { template <typename S> static __device__ __forceinline__ T of(S x) { return (T)x; } };
template <> struct ds_element<ds_half> { static __device__ __forceinline__ ds_half of(float x) { return ds_float_to_half(x); } };
template <> struct ds_element<ds_bfloat16> { static __device__ __forceinline__ ds_bfloat16 of(float x) { return ds_float_to_bfloat16(x); } };
template <typename T, typename S> __device__ __forceinline__ T from_compute(S x) { return ds_element<T>::of(x); }

// Loads element i as a number to compute with, and stores one.
template <typename T> __device__ __forceinline__ ds_compute_t<T> load(const T* x, long long i) { return to_compute(x[i]); }
template <typename T, typename S> __device__ __forceinline__ void store(T* y, long long i, S value) { y[i] = from_compute<T>(value); }
