// Numbers that have no name where no header can be included.
#pragma once
#include "common/types.cuh"

template <typename T> struct ds_limits;

template <> struct ds_limits<float>
{
    static __device__ __forceinline__ float infinity() { return ds_float_of_bits(0x7f800000u); }
    static __device__ __forceinline__ float nan() { return ds_float_of_bits(0x7fc00000u); }
    static __device__ __forceinline__ float lowest() { return -infinity(); }
    static __device__ __forceinline__ float highest() { return infinity(); }
};

template <> struct ds_limits<double>
{
    static __device__ __forceinline__ double infinity() { return ds_double_of_bits(0x7ff0000000000000ull); }
    static __device__ __forceinline__ double nan() { return ds_double_of_bits(0x7ff8000000000000ull); }
    static __device__ __forceinline__ double lowest() { return -infinity(); }
    static __device__ __forceinline__ double highest() { return infinity(); }
};

template <> struct ds_limits<int>
{
    static __device__ __forceinline__ int lowest() { return -2147483647 - 1; }
    static __device__ __forceinline__ int highest() { return 2147483647; }
};

template <> struct ds_limits<long long>
{
    static __device__ __forceinline__ long long lowest() { return -9223372036854775807ll - 1; }
    static __device__ __forceinline__ long long highest() { return 9223372036854775807ll; }
};

// Whether a number is NaN; false for every integer.
template <typename T> __device__ __forceinline__ bool ds_is_nan(T) { return false; }
__device__ __forceinline__ bool ds_is_nan(float x) { return (ds_float_bits(x) & 0x7fffffffu) > 0x7f800000u; }
__device__ __forceinline__ bool ds_is_nan(double x) { return (ds_double_bits(x) & 0x7fffffffffffffffull) > 0x7ff0000000000000ull; }

// The larger and the smaller of two numbers; NaN if either is.
template <typename T> __device__ __forceinline__ T ds_max(T a, T b) { return ds_is_nan(a) ? a : b > a || ds_is_nan(b) ? b : a; }
template <typename T> __device__ __forceinline__ T ds_min(T a, T b) { return ds_is_nan(a) ? a : b < a || ds_is_nan(b) ? b : a; }

// Sums of integers run over as on the CPU, which C++ leaves open for signed ones.
template <typename T> __device__ __forceinline__ T ds_sum(T a, T b) { return a + b; }
__device__ __forceinline__ int ds_sum(int a, int b) { return (int)((unsigned)a + (unsigned)b); }
__device__ __forceinline__ long long ds_sum(long long a, long long b) { return (long long)((unsigned long long)a + (unsigned long long)b); }
template <typename T> __device__ __forceinline__ T ds_product(T a, T b) { return a * b; }
__device__ __forceinline__ int ds_product(int a, int b) { return (int)((unsigned)a * (unsigned)b); }
__device__ __forceinline__ long long ds_product(long long a, long long b) { return (long long)((unsigned long long)a * (unsigned long long)b); }
