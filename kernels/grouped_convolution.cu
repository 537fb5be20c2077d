// Convolution and its gradients where a group has few channels or filters, as depthwise convolution does: too little for a matrix product.
// Forward and input gradient have a thread for each element of the result, neighbours have neighbouring channels. The kernel gradient is a sum of
// columns over the outputs, see common/columns.cuh: block (column tile, slab, tap * channels of a group + channel), columns being the filters.
#include "common/columns.cuh"
#include "common/conv_grid.cuh"
#include "common/grid.cuh"
#include "common/math.cuh"
#include "common/team.cuh"

template <typename T>
__device__ __forceinline__ void forward(const T* x, const T* kernel, T* y, const ConvGrid& g)
{
    int per = g.channels_per_group(), taps = g.tap_count();
    DS_GRID_STRIDE(i, (long long)g.outputs() * g.filters)
    {
        int filter = (int)(i % g.filters), channel = filter / g.filters_per_group() * per;
        ConvPixel output(g.output, (int)(i / g.filters));
        ds_compute_t<T> sum = 0;
        for (int t = 0; t < taps; t++)
        {
            int tap[3];
            g.tap(t, tap);
            int pixel = g.input_of(output.at, output.image, tap);
            if (pixel < 0) continue;
            for (int c = 0; c < per; c++)
                sum = multiply_add(load(x, (long long)pixel * g.channels + channel + c), load(kernel, ((long long)t * per + c) * g.filters + filter), sum);
        }
        store(y, i, sum);
    }
}

template <typename T>
__device__ __forceinline__ void input_gradient(const T* dy, const T* kernel, T* dx, const ConvGrid& g)
{
    int per = g.channels_per_group(), filters = g.filters_per_group(), taps = g.tap_count();
    DS_GRID_STRIDE(i, (long long)g.inputs() * g.channels)
    {
        int channel = (int)(i % g.channels), first = channel / per * filters;
        ConvPixel input(g.input, (int)(i / g.channels));
        ds_compute_t<T> sum = 0;
        for (int t = 0; t < taps; t++)
        {
            int tap[3];
            g.tap(t, tap);
            int pixel = g.output_of(input.at, input.image, tap);
            if (pixel < 0) continue;
            const T* weights = kernel + ((long long)t * per + channel % per) * g.filters + first;
            for (int f = 0; f < filters; f++) sum = multiply_add(load(dy, (long long)pixel * g.filters + first + f), load(weights, f), sum);
        }
        store(dx, i, sum);
    }
}

// partial is [taps * channels of a group, slabs, filters].
template <typename T>
__device__ __forceinline__ void kernel_gradient(const T* x, const T* dy, double* partial, const ConvGrid& g)
{
    ColumnPlace place(g.outputs());
    int per = g.channels_per_group(), filter = place.column, tap[3];
    g.tap(blockIdx.z / per, tap);
    LongSum<ds_compute_t<T>> sum;
    if (filter < g.filters)
    {
        int channel = filter / g.filters_per_group() * per + blockIdx.z % per;
        for (long long row = place.first; row < place.end; row += blockDim.y)
        {
            ConvPixel output(g.output, (int)row);
            int pixel = g.input_of(output.at, output.image, tap);
            if (pixel >= 0) sum.add(load(x, (long long)pixel * g.channels + channel) * load(dy, row * g.filters + filter));
        }
    }
    leave_partial(sum.value(), partial + (long long)blockIdx.z * gridDim.y * g.filters, filter, g.filters);
}

template <typename T>
__device__ __forceinline__ void kernel_finish(const double* partial, T* dk, int slabs, int filters)
{
    int filter = blockIdx.x * blockDim.x + threadIdx.x;
    double sum = join_slabs(partial + (long long)blockIdx.z * slabs * filters, slabs, filter, filters);
    if (threadIdx.y == 0 && filter < filters) store(dk, (long long)blockIdx.z * filters + filter, (ds_compute_t<T>)sum);
}

#define GROUPED_CONVOLUTION(T, suffix) \
    extern "C" __global__ void grouped_convolution_forward_##suffix(const T* x, const T* kernel, T* y, CONV_GRID) \
    { \
        forward<T>(x, kernel, y, CONV_GRID_OF); \
    } \
    extern "C" __global__ void grouped_convolution_input_gradient_##suffix(const T* dy, const T* kernel, T* dx, CONV_GRID) \
    { \
        input_gradient<T>(dy, kernel, dx, CONV_GRID_OF); \
    } \
    extern "C" __global__ void __launch_bounds__(256) grouped_convolution_kernel_gradient_##suffix( \
        const T* x, const T* dy, double* partial, CONV_GRID) \
    { \
        kernel_gradient<T>(x, dy, partial, CONV_GRID_OF); \
    } \
    extern "C" __global__ void __launch_bounds__(256) grouped_convolution_kernel_finish_##suffix(const double* partial, T* dk, int slabs, int filters) \
    { \
        kernel_finish<T>(partial, dk, slabs, filters); \
    }

DS_FOR_FLOATS(GROUPED_CONVOLUTION)
