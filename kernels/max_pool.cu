// Max pooling over [batch, D, H, W, channels], its gradient, and the reading of values where the data has its maxima.
// A thread for each element of the result, neighbours have neighbouring channels. What lies outside a window's border never counts; NaN counts as
// the largest; of equal elements the first one is the maximum.
// The gradient of an input is collected from the windows that hold it, in their order, so that nothing is added atomically: the input gets a
// window's gradient where it is the first largest element there. With relu, gradients pass only where the maximum is above zero.
#include "common/convert.cuh"
#include "common/grid.cuh"
#include "common/numbers.cuh"
#include "common/pool_grid.cuh"

// The first largest element of a window and its place.
template <typename T>
__device__ __forceinline__ ds_compute_t<T> largest(const T* x, const PoolGrid& g, const PoolWindow& window, long long image, int c, long long& place)
{
    typedef ds_compute_t<T> W;
    place = PoolGrid::at(g.input, image, window.d0, window.h0, window.w0, g.channels, c);
    W best = load(x, place);
    for (int d = window.d0; d < window.d1; d++)
        for (int h = window.h0; h < window.h1; h++)
        {
            long long at = PoolGrid::at(g.input, image, d, h, window.w0, g.channels, c);
            for (int w = window.w0; w < window.w1; w++, at += g.channels)
            {
                W value = load(x, at);
                if (value > best || (ds_is_nan(value) && !ds_is_nan(best)))
                {
                    best = value;
                    place = at;
                }
            }
        }
    return best;
}

template <typename T>
__device__ __forceinline__ void max_pool(const T* x, T* y, long long count, const PoolGrid& g)
{
    DS_GRID_STRIDE(i, count)
    {
        PoolPlace p(g.output, g.channels, i);
        long long place;
        store(y, i, largest(x, g, PoolWindow(g, p.d, p.h, p.w), p.image, p.c, place));
    }
}

template <typename T>
__device__ __forceinline__ void max_pool_pick(const T* x, const T* values, T* y, long long count, const PoolGrid& g)
{
    DS_GRID_STRIDE(i, count)
    {
        PoolPlace p(g.output, g.channels, i);
        long long place;
        largest(x, g, PoolWindow(g, p.d, p.h, p.w), p.image, p.c, place);
        y[i] = values[place];
    }
}

template <typename T>
__device__ __forceinline__ void max_pool_gradient(const T* x, const T* dy, T* dx, bool relu, long long count, const PoolGrid& g)
{
    typedef ds_compute_t<T> W;
    DS_GRID_STRIDE(i, count)
    {
        PoolPlace p(g.input, g.channels, i);
        int d0, d1, h0, h1, w0, w1;
        g.outputs(0, p.d, d0, d1);
        g.outputs(1, p.h, h0, h1);
        g.outputs(2, p.w, w0, w1);
        W sum = 0;
        for (int d = d0; d < d1; d++)
            for (int h = h0; h < h1; h++)
                for (int w = w0; w < w1; w++)
                {
                    long long place;
                    W best = largest(x, g, PoolWindow(g, d, h, w), p.image, p.c, place);
                    if (place == i && (!relu || best > 0)) sum += load(dy, PoolGrid::at(g.output, p.image, d, h, w, g.channels, p.c));
                }
        store(dx, i, sum);
    }
}

#define MAX_POOL(T, suffix) \
    extern "C" __global__ void max_pool_##suffix(const T* x, T* y, long long count, POOL_GRID) { max_pool<T>(x, y, count, POOL_GRID_OF); } \
    extern "C" __global__ void max_pool_pick_##suffix(const T* x, const T* values, T* y, long long count, POOL_GRID) \
    { \
        max_pool_pick<T>(x, values, y, count, POOL_GRID_OF); \
    } \
    extern "C" __global__ void max_pool_gradient_##suffix(const T* x, const T* dy, T* dx, bool relu, long long count, POOL_GRID) \
    { \
        max_pool_gradient<T>(x, dy, dx, relu, count, POOL_GRID_OF); \
    }

DS_FOR_FLOATS(MAX_POOL)
