// The place of the largest or smallest element along an axis of [outer, n, inner]: the first of equals, and of NaNs if there are any.
#include "common/grid.cuh"
#include "common/numbers.cuh"

template <typename T> struct found { T value; int place; };

// Whether a stands before b: by value, NaN before everything, then by place.
template <bool Largest, typename T> __device__ __forceinline__ bool beats(found<T> a, found<T> b)
{
    bool nan = ds_is_nan(a.value), other = ds_is_nan(b.value);
    if (nan || other) return nan != other ? nan : a.place < b.place;
    if (a.value == b.value) return a.place < b.place;
    return Largest ? a.value > b.value : a.value < b.value;
}

// inner = 1: a block searches a row.
template <bool Largest, typename T> __device__ __forceinline__ void search_rows(const T* x, int* y, long long rows, int n)
{
    __shared__ found<T> parts[DS_WARP];
    for (long long row = blockIdx.x; row < rows; row += gridDim.x)
    {
        const T* line = x + row * n;
        found<T> best = {line[0], 0};
        for (int i = threadIdx.x; i < n; i += blockDim.x)
        {
            found<T> next = {line[i], i};
            if (beats<Largest>(next, best)) best = next;
        }
        for (int offset = DS_WARP / 2; offset > 0; offset >>= 1)
        {
            found<T> next = {__shfl_xor_sync(DS_FULL_WARP, best.value, offset), __shfl_xor_sync(DS_FULL_WARP, best.place, offset)};
            if (beats<Largest>(next, best)) best = next;
        }
        if (ds_lane_id() == 0) parts[ds_warp_id()] = best;
        __syncthreads();
        if (threadIdx.x == 0)
        {
            for (int w = 1; w < ds_warps(); w++)
                if (beats<Largest>(parts[w], best)) best = parts[w];
            y[row] = best.place;
        }
        __syncthreads();
    }
}

// inner > 1: a block searches 32 neighbouring columns, its warps every so many rows each.
template <bool Largest, typename T> __device__ __forceinline__ void search_columns(const T* x, int* y, long long outer, int n, int inner)
{
    __shared__ found<T> parts[DS_WARP][DS_WARP];
    int strips = (inner + DS_WARP - 1) / DS_WARP, lane = ds_lane_id(), warp = ds_warp_id(), warps = ds_warps();
    for (long long item = blockIdx.x; item < outer * strips; item += gridDim.x)
    {
        long long o = item / strips;
        int column = (int)(item % strips) * DS_WARP + lane;
        const T* line = x + o * n * inner + column;
        found<T> best;
        if (column < inner)
        {
            best = {line[0], 0};
            for (int i = warp; i < n; i += warps)
            {
                found<T> next = {line[(long long)i * inner], i};
                if (beats<Largest>(next, best)) best = next;
            }
            parts[warp][lane] = best;
        }
        __syncthreads();
        if (warp == 0 && column < inner)
        {
            for (int w = 1; w < warps; w++)
                if (beats<Largest>(parts[w][lane], best)) best = parts[w][lane];
            y[o * inner + column] = best.place;
        }
        __syncthreads();
    }
}

#define ARG_EXTREMES(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) arg_rows_##suffix(const T* x, int* y, long long rows, int n, bool largest) \
    { \
        if (largest) search_rows<true>(x, y, rows, n); \
        else search_rows<false>(x, y, rows, n); \
    } \
    extern "C" __global__ void __launch_bounds__(256) arg_columns_##suffix(const T* x, int* y, long long outer, int n, int inner, bool largest) \
    { \
        if (largest) search_columns<true>(x, y, outer, n, inner); \
        else search_columns<false>(x, y, outer, n, inner); \
    }
DS_FOR_NUMBERS(ARG_EXTREMES)
