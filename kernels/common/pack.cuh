// Neighbouring elements moved together.
#pragma once

// N neighbouring elements as one load or store; the address must be a multiple of their size.
template <typename T, int N> struct __align__(sizeof(T) * N) ds_pack { T v[N]; };

// Whether an address is a multiple of so many bytes.
__device__ __forceinline__ bool ds_is_aligned(const void* p, unsigned bytes) { return (unsigned long long)p % bytes == 0; }

// Elements first to first + N - 1 of n, in one store where they are whole and lie so.
template <int N, typename T> __device__ __forceinline__ void store_elements(T* y, long long first, long long n, const ds_pack<T, N>& values)
{
    if (first + N <= n && ds_is_aligned(y + first, sizeof(values))) *reinterpret_cast<ds_pack<T, N>*>(y + first) = values;
    else
    {
#pragma unroll
        for (int i = 0; i < N; i++)
            if (first + i < n) y[first + i] = values.v[i];
    }
}
