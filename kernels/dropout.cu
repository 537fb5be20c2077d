// Dropout in one pass: the mask exists only in registers.
#include "common/convert.cuh"
#include "common/grid.cuh"
#include "common/pack.cuh"
#include "common/philox.cuh"

typedef unsigned long long u64;

// y = x * scale where the word's upper bits are below the threshold, else 0. y may be x.
template <typename T, typename S> __device__ __forceinline__ void dropout(const u64* state, const T* x, T* y, long long n, S scale, int threshold)
{
    DS_GRID_STRIDE(b, (n + 3) / 4)
    {
        ds_philox_words w = philox_block(state, (u64)b);
        const unsigned words[] = {w.w0, w.w1, w.w2, w.w3};
        ds_pack<T, 4> kept;
        bool whole = 4 * b + 4 <= n && ds_is_aligned(x + 4 * b, sizeof(kept));
        if (whole) kept = *reinterpret_cast<const ds_pack<T, 4>*>(x + 4 * b);
#pragma unroll
        for (int k = 0; k < 4; k++)
        {
            if (!whole && 4 * b + k < n) kept.v[k] = x[4 * b + k];
            kept.v[k] = from_compute<T>((int)(words[k] >> 8) < threshold ? to_compute(kept.v[k]) * scale : (S)0);
        }
        store_elements<4>(y, 4 * b, n, kept);
    }
}

#define DROPOUT(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) dropout_##suffix(const u64* state, const T* x, T* y, long long n, ds_compute_t<T> scale, int threshold) \
    { \
        dropout<T>(state, x, y, n, scale, threshold); \
    }
DS_FOR_FLOATS(DROPOUT)
