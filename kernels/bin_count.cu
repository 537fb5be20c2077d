// How often each number stands in its row.
#include "common/grid.cuh"
#include "common/indices.cuh"
#include "common/types.cuh"

// Counts x [rows, length] into y [rows, depth], which starts as zeros; whole numbers add up to the same in any order.
extern "C" __global__ void __launch_bounds__(256) bin_count_i32(const void* x, bool wide, int* y, long long n, int length, int depth)
{
    DS_GRID_STRIDE(i, n)
    {
        long long bin = read_integer(x, wide, i);
        if (bin >= 0 && bin < depth) atomicAdd(y + i / length * depth + bin, 1);
    }
}

#define COUNTS(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) bin_count_write_##suffix(const int* counts, T* y, long long n) \
    { \
        DS_GRID_STRIDE(i, n) y[i] = (T)counts[i]; \
    }
DS_FOR_NUMBERS(COUNTS)
