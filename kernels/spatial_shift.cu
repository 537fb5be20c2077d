// Images [batch, D, H, W, channels] cut or filled up with zeros to other lengths: y[b, o, c] = x[b, o - shift, c], 0 where that lies outside.
// A thread for each element of the result, neighbours have neighbouring channels.
#include "common/grid.cuh"
#include "common/types.cuh"

template <typename T>
__device__ __forceinline__ void spatial_shift(const T* x, T* y, long long count, const int (&from)[3], const int (&to)[3], const int (&shift)[3], int channels)
{
    DS_GRID_STRIDE(i, count)
    {
        long long rest = i / channels, place = 0, step = 1;
        bool inside = true;
#pragma unroll
        for (int axis = 2; axis >= 0; axis--)
        {
            int at = (int)(rest % to[axis]) - shift[axis];
            rest /= to[axis];
            inside = inside && at >= 0 && at < from[axis];
            place += at * step;
            step *= from[axis];
        }
        T value = {};
        if (inside) value = x[(rest * step + place) * channels + i % channels];
        y[i] = value;
    }
}

#define SPATIAL_SHIFT(T, suffix) \
    extern "C" __global__ void spatial_shift_##suffix( \
        const T* x, T* y, long long count, int from_d, int from_h, int from_w, int to_d, int to_h, int to_w, \
        int shift_d, int shift_h, int shift_w, int channels) \
    { \
        int from[3] = {from_d, from_h, from_w}, to[3] = {to_d, to_h, to_w}, shift[3] = {shift_d, shift_h, shift_w}; \
        spatial_shift<T>(x, y, count, from, to, shift, channels); \
    }

DS_FOR_FLOATS(SPATIAL_SHIFT)
