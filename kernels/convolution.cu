// Convolution and its two gradients as matrix products whose factors are read where they lie, no matrix of patches in memory. For each group:
//   forward          y  [outputs, filters]         = patches of x  [outputs, taps * channels] * kernel
//   input gradient   dx [inputs, channels]         = patches of dy [inputs, taps * filters]   * kernel, its channels and filters turned
//   kernel gradient  dk [taps * channels, filters] = patches of x turned [.., outputs]        * dy
// Blocks (row tile, column tile, group); see common/product_tile.cuh. The kernel gradient's sum over outputs is cut into slabs, block z = group * slabs
// + slab, whose results convolution_kernel_sum adds in double and in order. 16-bit factors are multiplied in float.
#include "common/conv_grid.cuh"
#include "common/convert.cuh"
#include "common/grid.cuh"
#include "common/math.cuh"
#include "common/product_tile.cuh"

template <typename T, int R>
struct ForwardSource
{
    static const bool RowsFirst = false, ColumnsFirst = true;
    static const int Tile = 16 * R, Loads = ProductShared<ds_compute_t<T>, R>::Loads;

    const T *x, *kernel;
    const ConvGrid& g;
    int group, column0;
    ConvPixel rows[Loads];
    bool inside[Loads];

    __device__ __forceinline__ ForwardSource(const T* x, const T* kernel, const ConvGrid& g, int row0, int column0, int group)
        : x(x), kernel(kernel), g(g), group(group), column0(column0)
    {
#pragma unroll
        for (int i = 0; i < Loads; i++)
        {
            int row = row0 + load_line<false, Tile>(i);
            inside[i] = row < g.outputs();
            rows[i] = ConvPixel(g.output, row);
        }
    }

    __device__ __forceinline__ ds_compute_t<T> a(int i, int k) const
    {
        int per = g.channels_per_group(), tap[3];
        g.tap(k / per, tap);
        int pixel = inside[i] ? g.input_of(rows[i].at, rows[i].image, tap) : -1;
        return pixel < 0 ? 0 : load(x, (long long)pixel * g.channels + group * per + k % per);
    }

    __device__ __forceinline__ ds_compute_t<T> b(int i, int k) const
    {
        int column = column0 + load_line<true, Tile>(i);
        return column < g.filters_per_group() ? load(kernel, (long long)k * g.filters + group * g.filters_per_group() + column) : 0;
    }
};

template <typename T, int R>
struct InputGradientSource
{
    static const bool RowsFirst = false, ColumnsFirst = false;
    static const int Tile = 16 * R, Loads = ProductShared<ds_compute_t<T>, R>::Loads;

    const T *dy, *kernel;
    const ConvGrid& g;
    int group, column0;
    ConvPixel rows[Loads];
    bool inside[Loads];

    __device__ __forceinline__ InputGradientSource(const T* dy, const T* kernel, const ConvGrid& g, int row0, int column0, int group)
        : dy(dy), kernel(kernel), g(g), group(group), column0(column0)
    {
#pragma unroll
        for (int i = 0; i < Loads; i++)
        {
            int row = row0 + load_line<false, Tile>(i);
            inside[i] = row < g.inputs();
            rows[i] = ConvPixel(g.input, row);
        }
    }

    __device__ __forceinline__ ds_compute_t<T> a(int i, int k) const
    {
        int per = g.filters_per_group(), tap[3];
        g.tap(k / per, tap);
        int pixel = inside[i] ? g.output_of(rows[i].at, rows[i].image, tap) : -1;
        return pixel < 0 ? 0 : load(dy, (long long)pixel * g.filters + group * per + k % per);
    }

    __device__ __forceinline__ ds_compute_t<T> b(int i, int k) const
    {
        int per = g.filters_per_group(), column = column0 + load_line<false, Tile>(i);
        if (column >= g.channels_per_group()) return 0;
        return load(kernel, ((long long)(k / per) * g.channels_per_group() + column) * g.filters + group * per + k % per);
    }
};

template <typename T, int R>
struct KernelGradientSource
{
    static const bool RowsFirst = true, ColumnsFirst = true;
    static const int Tile = 16 * R;

    const T *x, *dy;
    const ConvGrid& g;
    int group, column, tap[3], channel;
    bool inside;

    __device__ __forceinline__ KernelGradientSource(const T* x, const T* dy, const ConvGrid& g, int row0, int column0, int group)
        : x(x), dy(dy), g(g), group(group)
    {
        // All loads of a thread have one row and one column: 256 is a multiple of the tile.
        int row = row0 + load_line<true, Tile>(0), per = g.channels_per_group();
        inside = row < g.tap_count() * per;
        g.tap(row / per, tap);
        channel = group * per + row % per;
        column = column0 + load_line<true, Tile>(0);
    }

    __device__ __forceinline__ ds_compute_t<T> a(int, int k) const
    {
        ConvPixel output(g.output, k);
        int pixel = inside ? g.input_of(output.at, output.image, tap) : -1;
        return pixel < 0 ? 0 : load(x, (long long)pixel * g.channels + channel);
    }

    __device__ __forceinline__ ds_compute_t<T> b(int, int k) const
    {
        return column < g.filters_per_group() ? load(dy, (long long)k * g.filters + group * g.filters_per_group() + column) : 0;
    }
};

// Makes a tile of [rows, columns] and stores it into a matrix whose rows are `line` long.
template <typename W, int R, typename T, typename Source>
__device__ __forceinline__ void tile_of(Source source, int first, int end, T* c, long long line, int row0, int column0, int rows, int columns)
{
    __shared__ ProductShared<W, R> shared;
    W sums[R][R] = {};
    product_tile(shared, source, first, end, sums);
#pragma unroll
    for (int i = 0; i < R; i++)
    {
        int row = row0 + threadIdx.x / 16 * R + i;
#pragma unroll
        for (int j = 0; j < R; j++)
        {
            int column = column0 + threadIdx.x % 16 * R + j;
            if (row < rows && column < columns) store(c, row * line + column, sums[i][j]);
        }
    }
}

#define TILE_PLACE(R) int row0 = blockIdx.x * 16 * R, column0 = blockIdx.y * 16 * R, group = blockIdx.z
#define CONVOLUTION(T, suffix, R) \
    extern "C" __global__ void __launch_bounds__(PRODUCT_THREADS) convolution_forward_##suffix(const T* x, const T* kernel, T* y, CONV_GRID) \
    { \
        ConvGrid g = CONV_GRID_OF; \
        TILE_PLACE(R); \
        int columns = g.filters_per_group(); \
        tile_of<ds_compute_t<T>, R>(ForwardSource<T, R>(x, kernel, g, row0, column0, group), 0, g.tap_count() * g.channels_per_group(), y + group * columns, \
            g.filters, row0, column0, g.outputs(), columns); \
    } \
    extern "C" __global__ void __launch_bounds__(PRODUCT_THREADS) convolution_input_gradient_##suffix(const T* dy, const T* kernel, T* dx, CONV_GRID) \
    { \
        ConvGrid g = CONV_GRID_OF; \
        TILE_PLACE(R); \
        int columns = g.channels_per_group(); \
        tile_of<ds_compute_t<T>, R>(InputGradientSource<T, R>(dy, kernel, g, row0, column0, group), 0, g.tap_count() * g.filters_per_group(), \
            dx + group * columns, g.channels, row0, column0, g.inputs(), columns); \
    } \
    extern "C" __global__ void __launch_bounds__(PRODUCT_THREADS) convolution_kernel_gradient_##suffix( \
        const T* x, const T* dy, ds_compute_t<T>* partial, int slabs, CONV_GRID) \
    { \
        ConvGrid g = CONV_GRID_OF; \
        TILE_PLACE(R) / slabs; \
        int columns = g.filters_per_group(), rows = g.tap_count() * g.channels_per_group(), slab = blockIdx.z % slabs; \
        int first = (int)((long long)g.outputs() * slab / slabs), end = (int)((long long)g.outputs() * (slab + 1) / slabs); \
        tile_of<ds_compute_t<T>, R>(KernelGradientSource<T, R>(x, dy, g, row0, column0, group), first, end, \
            partial + (long long)slab * rows * g.filters + group * columns, g.filters, row0, column0, rows, columns); \
    } \
    extern "C" __global__ void convolution_kernel_sum_##suffix(const ds_compute_t<T>* partial, T* dk, int slabs, long long count) \
    { \
        DS_GRID_STRIDE(i, count) \
        { \
            double sum = 0; \
            for (int slab = 0; slab < slabs; slab++) sum += (double)partial[slab * count + i]; \
            store(dk, i, (ds_compute_t<T>)sum); \
        } \
    }

CONVOLUTION(float, f32, 4)
CONVOLUTION(double, f64, 2)
CONVOLUTION(ds_half, f16, 4)
CONVOLUTION(ds_bfloat16, bf16, 4)
