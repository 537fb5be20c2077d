// Rows replaced by updates; of several updates of one row the last stands.
#include "common/grid.cuh"
#include "common/indices.cuh"
#include "common/types.cuh"

// stands[r] = 1 + the number of the last update that names row r; it starts as zeros.
extern "C" __global__ void __launch_bounds__(256) scatter_update_mark_i32(const void* indices, bool wide, int* stands, int count, int length, long long* faults)
{
    DS_GRID_STRIDE(i, count)
    {
        long long at = read_index(indices, wide, i, length, true, faults);
        if (at >= 0) atomicMax(stands + at, (int)i + 1);
    }
}

// y[r, ..] = updates[stands[r] - 1, ..] where there is one.
template <typename T> __device__ __forceinline__ void replace_rows(const T* updates, const int* stands, T* y, long long n, long long row)
{
    DS_GRID_STRIDE(i, n)
    {
        int update = stands[i / row];
        if (update > 0) y[i] = updates[(update - 1) * row + i % row];
    }
}

#define REPLACE_ROWS(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) scatter_update_rows_##suffix(const T* updates, const int* stands, T* y, long long n, long long row) \
    { \
        replace_rows<T>(updates, stands, y, n, row); \
    }
DS_FOR_SIZES(REPLACE_ROWS)
