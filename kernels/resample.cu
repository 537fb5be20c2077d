// A linear map along one axis in which each output is a weighted sum of a few neighbouring inputs: y[a, o, b] = sum over t of w[o, t] * x[a, first[o] + t, b].
// Output o has the weights starts[o] to starts[o + 1] - 1. A thread for each element of the result, neighbours share their weights.
#include "common/convert.cuh"
#include "common/grid.cuh"
#include "common/math.cuh"

template <typename T>
__device__ __forceinline__ void resample(
    const T* x, const int* firsts, const int* starts, const ds_compute_t<T>* weights, T* y, long long count, int from, int to, long long inner)
{
    DS_GRID_STRIDE(i, count)
    {
        long long line = i / inner, column = i % inner;
        int o = (int)(line % to), start = starts[o], taps = starts[o + 1] - start;
        const T* at = x + (line / to * from + firsts[o]) * inner + column;
        ds_compute_t<T> sum = 0;
        for (int t = 0; t < taps; t++)
            sum = t == 0 ? load(at, 0) * weights[start] : multiply_add(load(at, t * inner), weights[start + t], sum);
        store(y, i, sum);
    }
}

#define RESAMPLE(T, suffix) \
    extern "C" __global__ void resample_##suffix( \
        const T* x, const int* firsts, const int* starts, const ds_compute_t<T>* weights, T* y, long long count, int from, int to, long long inner) \
    { \
        resample<T>(x, firsts, starts, weights, y, count, from, to, inner); \
    }

DS_FOR_FLOATS(RESAMPLE)
