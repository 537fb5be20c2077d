// Elements and rows that index tensors name. Elements are only moved, so one entry serves all types of a size.
#include "common/grid.cuh"
#include "common/indices.cuh"
#include "common/pack.cuh"
#include "common/types.cuh"

// y[o, i, r] = x[o, indices[i], r]: `lanes` neighbouring threads (a power of two) copy a row together.
template <typename T> __device__ __forceinline__ void gather_rows(const T* x, const void* indices, bool wide, T* y, int rows, int count, int length,
    long long row, int lanes, bool from_end, long long* faults)
{
    int lane = threadIdx.x % lanes;
    for (long long i = ds_thread() / lanes; i < rows; i += ds_threads() / lanes)
    {
        int o = (int)i / count, k = (int)i % count;
        long long at = read_index(indices, wide, k, length, from_end, faults);
        const T* from = x + ((long long)o * length + at) * row;
        T* to = y + i * row;
        for (long long r = lane; r < row; r += lanes) to[r] = at < 0 ? T() : from[r];
    }
}

// y[o, j, r] = x[o, indices[o, j, r], r].
template <typename T> __device__ __forceinline__ void take_along_axis(const T* x, const void* indices, bool wide, T* y, long long n, int taken, int length,
    int inner, long long* faults)
{
    DS_GRID_STRIDE(i, n)
    {
        long long at = read_index(indices, wide, i, length, true, faults);
        y[i] = at < 0 ? T() : x[(i / inner / taken * length + at) * inner + i % inner];
    }
}

#define GATHER_ROWS(T, name) \
    extern "C" __global__ void __launch_bounds__(256) gather_rows_##name(const T* x, const void* indices, bool wide, T* y, int rows, int count, int length, \
        long long row, int lanes, bool from_end, long long* faults) \
    { \
        gather_rows<T>(x, indices, wide, y, rows, count, length, row, lanes, from_end, faults); \
    }
DS_FOR_SIZES(GATHER_ROWS)
typedef ds_pack<long long, 2> ds_pair;
GATHER_ROWS(ds_pair, x2_i64)

#define TAKE_ALONG_AXIS(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) take_along_axis_##suffix(const T* x, const void* indices, bool wide, T* y, long long n, int taken, \
        int length, int inner, long long* faults) \
    { \
        take_along_axis<T>(x, indices, wide, y, n, taken, length, inner, faults); \
    }
DS_FOR_SIZES(TAKE_ALONG_AXIS)
