// Running sums along an axis of [outer, n, inner].
#include "common/grid.cuh"
#include "common/reduce.cuh"

// A thread sums down a column: for many columns, whose neighbours lie side by side.
template <typename T> __device__ __forceinline__ void sum_columns(const T* x, T* y, long long columns, int n, int inner, bool reverse, bool exclusive)
{
    DS_GRID_STRIDE(c, columns)
    {
        long long place = c / inner * n * inner + c % inner, step = reverse ? -inner : inner;
        if (reverse) place += (long long)(n - 1) * inner;
        T sum = 0;
        for (int i = 0; i < n; i++, place += step)
        {
            T next = ds_sum(sum, x[place]);
            y[place] = exclusive ? sum : next;
            sum = next;
        }
    }
}

// A block sums a line, as many elements at a time as it has threads: for few or long lines.
template <typename T> __device__ __forceinline__ void sum_lines(const T* x, T* y, long long lines, int n, int inner, bool reverse, bool exclusive)
{
    for (long long line = blockIdx.x; line < lines; line += gridDim.x)
    {
        long long first = line / inner * n * inner + line % inner;
        T carry = 0;
        for (int start = 0; start < n; start += blockDim.x)
        {
            int i = start + threadIdx.x;
            long long place = first + (long long)(reverse ? n - 1 - i : i) * inner;
            T own = i < n ? x[place] : (T)0, total, sum = block_prefix_sum(own, total);
            // Without the element itself, its sum is the next one's.
            if (!exclusive && i < n) y[place] = ds_sum(carry, sum);
            else if (exclusive && i + 1 < n) y[place + (reverse ? -inner : inner)] = ds_sum(carry, sum);
            if (exclusive && i == 0) y[place] = 0;
            carry = ds_sum(carry, total);
        }
    }
}

#define CUM_SUM(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) cum_sum_columns_##suffix( \
        const T* x, T* y, long long columns, int n, int inner, bool reverse, bool exclusive) \
    { \
        sum_columns<T>(x, y, columns, n, inner, reverse, exclusive); \
    } \
    extern "C" __global__ void __launch_bounds__(256) cum_sum_lines_##suffix( \
        const T* x, T* y, long long lines, int n, int inner, bool reverse, bool exclusive) \
    { \
        sum_lines<T>(x, y, lines, n, inner, reverse, exclusive); \
    }
DS_FOR_NUMBERS(CUM_SUM)
