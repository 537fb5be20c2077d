// Places of numbers in sorted sequences, and of coordinates in grids.
#include "common/fault.cuh"
#include "common/grid.cuh"
#include "common/indices.cuh"
#include "common/numbers.cuh"

// y = values[i] where keys[i] = x, else `missing`, or a fault where nothing may be missing.
extern "C" __global__ void __launch_bounds__(256) lookup_i64(const long long* x, const long long* keys, const long long* values, long long* y, long long n,
    int length, long long missing, bool required, long long* faults)
{
    DS_GRID_STRIDE(i, n)
    {
        long long number = x[i];
        int low = 0, high = length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (keys[middle] < number) low = middle + 1;
            else high = middle;
        }
        bool found = low < length && keys[low] == number;
        if (!found && required) report_fault(faults, number, i);
        y[i] = found ? values[low] : missing;
    }
}

// How many elements of a rising sequence are smaller than x, or not greater; NaN stands behind all.
template <typename T> __device__ __forceinline__ void search_sorted(const T* sequence, const T* x, int* y, long long n, int length, bool right)
{
    DS_GRID_STRIDE(i, n)
    {
        T value = x[i];
        int low = 0, high = ds_is_nan(value) ? 0 : length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (right ? sequence[middle] <= value : sequence[middle] < value) low = middle + 1;
            else high = middle;
        }
        y[i] = ds_is_nan(value) ? length : low;
    }
}

#define SEARCH_SORTED(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) search_sorted_##suffix(const T* sequence, const T* x, int* y, long long n, int length, bool right) \
    { \
        search_sorted<T>(sequence, x, y, n, length, right); \
    }
DS_FOR_NUMBERS(SEARCH_SORTED)

// One axis of coordinates [n, rank] in a row-major grid: y = y * length + coordinate, y starting as 0 at the first axis.
extern "C" __global__ void __launch_bounds__(256) flat_index_i64(const void* coordinates, bool wide, long long* y, long long n, int rank, int axis, int length,
    long long* faults)
{
    DS_GRID_STRIDE(i, n)
    {
        long long at = read_index(coordinates, wide, i * rank + axis, length, true, faults);
        y[i] = (axis == 0 ? 0 : y[i] * length) + (at < 0 ? 0 : at);
    }
}
