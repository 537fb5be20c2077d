// Products of 64-bit numbers.
#pragma once

// The upper 64 bits of a 128-bit product.
__device__ __forceinline__ unsigned long long ds_multiply_high(unsigned long long a, unsigned long long b)
{
#ifdef __CUDACC_RTC__
    return __umul64hi(a, b);
#else
    return (unsigned long long)((unsigned __int128)a * b >> 64);
#endif
}
