// Colors on the last axis of three, a thread for each pixel.
//   hue, saturation and value to red, green and blue: v * (1 - s + s * w), w each color's part in the hue, held within 0 and 1
//   red, green and blue to hue as part of a turn from red, saturation (max - min) / max, and value max
// nvrtc: --fmad=false
// Source: A. R. Smith, "Color gamut transform pairs", SIGGRAPH 1978.
#include "common/grid.cuh"
#include "common/math.cuh"
#include "common/numbers.cuh"

template <typename T>
__device__ __forceinline__ T held(T part) { return ds_min(ds_max(part, (T)0), (T)1); }

template <typename T>
__device__ __forceinline__ void hsv_to_rgb(const T* x, T* y, long long pixels)
{
    DS_GRID_STRIDE(i, pixels)
    {
        T hue = x[3 * i], saturation = x[3 * i + 1], value = x[3 * i + 2], sixths = (hue - floor_of(hue)) * 6, rest = 1 - saturation;
        y[3 * i] = value * (rest + saturation * held(abs_of(sixths - 3) - 1));
        y[3 * i + 1] = value * (rest + saturation * held(2 - abs_of(sixths - 2)));
        y[3 * i + 2] = value * (rest + saturation * held(2 - abs_of(sixths - 4)));
    }
}

// Colors nearer to zero than `least` count as zero.
template <typename T>
__device__ __forceinline__ void rgb_to_hsv(const T* x, T* y, double least, long long pixels)
{
    DS_GRID_STRIDE(i, pixels)
    {
        T red = x[3 * i], green = x[3 * i + 1], blue = x[3 * i + 2];
        red = abs_of(red) < (T)least ? 0 : red;
        green = abs_of(green) < (T)least ? 0 : green;
        blue = abs_of(blue) < (T)least ? 0 : blue;
        T value = ds_max(ds_max(red, green), blue), range = value - ds_min(ds_min(red, green), blue), hue = 0;
        if (range > 0)
        {
            T step = 1 / (6 * range);
            hue = value == red ? step * (green - blue) : value == green ? step * (blue - red) + (T)(1.0 / 3) : step * (red - green) + (T)(2.0 / 3);
            if (hue < 0) hue += 1;
        }
        y[3 * i] = hue;
        y[3 * i + 1] = value > 0 ? range / value : (T)0;
        y[3 * i + 2] = value;
    }
}

#define COLORS(T, suffix) \
    extern "C" __global__ void hsv_to_rgb_##suffix(const T* x, T* y, long long pixels) { hsv_to_rgb<T>(x, y, pixels); } \
    extern "C" __global__ void rgb_to_hsv_##suffix(const T* x, T* y, double least, long long pixels) { rgb_to_hsv<T>(x, y, least, pixels); }

DS_FOR_WIDE_FLOATS(COLORS)
