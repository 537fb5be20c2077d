// Element types of tensors, and macros that make one entry of a kernel for each.
//
// An entry is a plain function of C linkage whose name ends in the suffix of its element type. Write the kernel as a template, and the
// entries with a macro of two arguments (type, suffix):
//
//     template <typename T> __device__ __forceinline__ void negate(const T* x, T* y, long long n) { ... }
//     #define NEGATE(T, suffix) extern "C" __global__ void negate_##suffix(const T* x, T* y, long long n) { negate<T>(x, y, n); }
//     DS_FOR_NUMBERS(NEGATE)
#pragma once

// Float16 and bfloat16 as they lie in memory. Arithmetic is done in float: see to_compute and from_compute.
struct ds_half { unsigned short bits; };
struct ds_bfloat16 { unsigned short bits; };

#define DS_FOR_WIDE_FLOATS(make) make(float, f32) make(double, f64)
#define DS_FOR_HALVES(make) make(ds_half, f16) make(ds_bfloat16, bf16)
#define DS_FOR_FLOATS(make) DS_FOR_WIDE_FLOATS(make) DS_FOR_HALVES(make)
#define DS_FOR_INTEGERS(make) make(int, i32) make(long long, i64)
#define DS_FOR_NUMBERS(make) DS_FOR_WIDE_FLOATS(make) DS_FOR_INTEGERS(make)
#define DS_FOR_ALL_TYPES(make) DS_FOR_FLOATS(make) DS_FOR_INTEGERS(make) make(unsigned char, u8)

// One type for each size of element, for kernels that only move elements (on the C# side: ElementCarrier).
#define DS_FOR_SIZES(make) make(unsigned char, u8) make(ds_half, f16) make(int, i32) make(long long, i64)

template <typename T> struct ds_compute { typedef T type; };
template <> struct ds_compute<ds_half> { typedef float type; };
template <> struct ds_compute<ds_bfloat16> { typedef float type; };

// The type a kernel computes in for elements of type T: float for 16-bit floats, T itself otherwise.
template <typename T> using ds_compute_t = typename ds_compute<T>::type;

__device__ __forceinline__ unsigned ds_float_bits(float x)
{
#ifdef __CUDACC_RTC__
    return __float_as_uint(x);
#else
    unsigned bits;
    __builtin_memcpy(&bits, &x, 4);
    return bits;
#endif
}

__device__ __forceinline__ float ds_float_of_bits(unsigned bits)
{
#ifdef __CUDACC_RTC__
    return __uint_as_float(bits);
#else
    float x;
    __builtin_memcpy(&x, &bits, 4);
    return x;
#endif
}

__device__ __forceinline__ unsigned long long ds_double_bits(double x)
{
#ifdef __CUDACC_RTC__
    return (unsigned long long)__double_as_longlong(x);
#else
    unsigned long long bits;
    __builtin_memcpy(&bits, &x, 8);
    return bits;
#endif
}

__device__ __forceinline__ double ds_double_of_bits(unsigned long long bits)
{
#ifdef __CUDACC_RTC__
    return __longlong_as_double((long long)bits);
#else
    double x;
    __builtin_memcpy(&x, &bits, 8);
    return x;
#endif
}
