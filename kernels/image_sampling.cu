// Images [batch, height, width, channels] read at any places, nearest or bilinear: at given coordinates, or through projective maps, whose places are
// worked out on the way. A thread for each element of the result, neighbours have neighbouring channels. Places that are not finite read the fill value.
// nvrtc: --fmad=false
// Places are rounded as on the CPU, so that no pixel on an edge goes the other way.
// Fill modes: 0 constant, 1 nearest, 2 wrap, 3 mirror, 4 reflect, as DeepSharp.FillMode numbers them.
#include "common/grid.cuh"
#include "common/math.cuh"
#include "common/numbers.cuh"

enum FillMode { FillConstant, FillNearest, FillWrap, FillMirror, FillReflect };

template <typename T>
struct Sampler
{
    const T* images;
    int height, width, channels, fill_mode;
    bool nearest;
    T fill;

    __device__ __forceinline__ static T modulo(T at, T n) { return at - floor_of(at / n) * n; }

    // The index that a whole place of an axis with n pixels reads; -1 where the fill value stands.
    __device__ __forceinline__ int inside(T at, int n) const
    {
        T length = (T)n, place;
        if (at >= 0 && at < length) return (int)at;
        if (fill_mode == FillConstant) return -1;
        if (fill_mode == FillNearest) return at < 0 ? 0 : n - 1;
        if (fill_mode == FillWrap) place = modulo(at, length);
        else if (fill_mode == FillReflect)
        {
            place = modulo(at, length + length);
            place = ds_min(place, length + length - 1 - place);
        }
        else
        {
            T period = (T)(n > 1 ? 2 * (n - 1) : 1);
            place = modulo(at, period);
            place = ds_min(place, period - place);
        }
        return !(place > 0) ? 0 : place >= length ? n - 1 : (int)place;
    }

    __device__ __forceinline__ T pixel(const T* image, int row, int column, int c) const
    {
        return (row | column) < 0 ? fill : image[((long long)row * width + column) * channels + c];
    }

    __device__ __forceinline__ T rounded(T at) const
    {
        T whole = floor_of(abs_of(at) + (T)0.5);
        return at < 0 ? -whole : whole;
    }

    __device__ __forceinline__ T read(long long n, T row, T column, int c) const
    {
        if (!(abs_of(row) < ds_limits<T>::infinity() && abs_of(column) < ds_limits<T>::infinity())) return fill;
        const T* image = images + n * height * width * channels;
        if (nearest) return pixel(image, inside(rounded(row), height), inside(rounded(column), width), c);
        T top = floor_of(row), left = floor_of(column), down = row - top, right = column - left, up = 1 - down, back = 1 - right;
        int r0 = inside(top, height), r1 = inside(top + 1, height), c0 = inside(left, width), c1 = inside(left + 1, width);
        return (pixel(image, r0, c0, c) * back + pixel(image, r0, c1, c) * right) * up
            + (pixel(image, r1, c0, c) * back + pixel(image, r1, c1, c) * right) * down;
    }
};

template <typename T>
__device__ __forceinline__ void map_coordinates(const Sampler<T>& sampler, const T* places, T* y, long long per_image, long long count)
{
    DS_GRID_STRIDE(i, count)
    {
        long long place = i / sampler.channels;
        y[i] = sampler.read(place / per_image, places[2 * place], places[2 * place + 1], (int)(i % sampler.channels));
    }
}

// maps is [batch, 8] or one for all: map_step is 8 or 0.
template <typename T>
__device__ __forceinline__ void projective_transform(const Sampler<T>& sampler, const T* maps, int map_step, T* y, int rows, int columns, long long count)
{
    DS_GRID_STRIDE(i, count)
    {
        long long place = i / sampler.channels, line = place / columns, n = line / rows;
        const T* m = maps + n * map_step;
        T column = (T)(place % columns), row = (T)(line % rows), depth = m[6] * column + m[7] * row + 1;
        T across = (m[0] * column + m[1] * row + m[2]) / depth, down = (m[3] * column + m[4] * row + m[5]) / depth;
        y[i] = sampler.read(n, down, across, (int)(i % sampler.channels));
    }
}

#define SAMPLER(T) const T *images, int height, int width, int channels, int fill_mode, bool nearest, double fill
#define SAMPLER_OF(T) (Sampler<T>{images, height, width, channels, fill_mode, nearest, (T)fill})
#define IMAGE_SAMPLING(T, suffix) \
    extern "C" __global__ void map_coordinates_##suffix(SAMPLER(T), const T* places, T* y, long long per_image, long long count) \
    { \
        map_coordinates<T>(SAMPLER_OF(T), places, y, per_image, count); \
    } \
    extern "C" __global__ void projective_transform_##suffix(SAMPLER(T), const T* maps, int map_step, T* y, int rows, int columns, long long count) \
    { \
        projective_transform<T>(SAMPLER_OF(T), maps, map_step, y, rows, columns, count); \
    }

DS_FOR_WIDE_FLOATS(IMAGE_SAMPLING)
