// Average pooling over [batch, D, H, W, channels] and its gradient: a window that hangs over the border is divided by the elements it really holds.
// A thread for each element of the result, neighbours have neighbouring channels; an input's gradient is collected from the windows that hold it.
#include "common/convert.cuh"
#include "common/grid.cuh"
#include "common/pool_grid.cuh"

template <typename T>
__device__ __forceinline__ void average_pool(const T* x, T* y, long long count, const PoolGrid& g)
{
    typedef ds_compute_t<T> W;
    DS_GRID_STRIDE(i, count)
    {
        PoolPlace p(g.output, g.channels, i);
        PoolWindow window(g, p.d, p.h, p.w);
        W sum = 0;
        for (int d = window.d0; d < window.d1; d++)
            for (int h = window.h0; h < window.h1; h++)
            {
                // Each row by itself, so that the sum over a whole image stays exact enough.
                long long at = PoolGrid::at(g.input, p.image, d, h, window.w0, g.channels, p.c);
                W line = 0;
                for (int w = window.w0; w < window.w1; w++, at += g.channels) line += load(x, at);
                sum += line;
            }
        store(y, i, sum / (W)window.count());
    }
}

template <typename T>
__device__ __forceinline__ void average_pool_gradient(const T* dy, T* dx, long long count, const PoolGrid& g)
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
                    sum += load(dy, PoolGrid::at(g.output, p.image, d, h, w, g.channels, p.c)) / (W)PoolWindow(g, d, h, w).count();
        store(dx, i, sum);
    }
}

#define AVERAGE_POOL(T, suffix) \
    extern "C" __global__ void average_pool_##suffix(const T* x, T* y, long long count, POOL_GRID) { average_pool<T>(x, y, count, POOL_GRID_OF); } \
    extern "C" __global__ void average_pool_gradient_##suffix(const T* dy, T* dx, long long count, POOL_GRID) \
    { \
        average_pool_gradient<T>(dy, dx, count, POOL_GRID_OF); \
    }

DS_FOR_FLOATS(AVERAGE_POOL)
