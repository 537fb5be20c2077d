// How a convolution lies: data [batch, D, H, W, channels], results [batch, D, H, W, filters], kernel [D, H, W, channels / groups, filters]; missing axes
// have length one. Output o sees inputs o * stride - before + tap * dilation; what lies outside reads as zero.
#pragma once

struct ConvGrid
{
    int batch, input[3], output[3], taps[3], stride[3], dilation[3], before[3], channels, filters, groups;

    __device__ __forceinline__ int channels_per_group() const { return channels / groups; }
    __device__ __forceinline__ int filters_per_group() const { return filters / groups; }
    __device__ __forceinline__ int tap_count() const { return taps[0] * taps[1] * taps[2]; }
    __device__ __forceinline__ int outputs() const { return batch * output[0] * output[1] * output[2]; }
    __device__ __forceinline__ int inputs() const { return batch * input[0] * input[1] * input[2]; }

    // A tap's place in the kernel along each axis.
    __device__ __forceinline__ void tap(int t, int (&place)[3]) const
    {
        place[2] = t % taps[2];
        place[1] = t / taps[2] % taps[1];
        place[0] = t / taps[2] / taps[1];
    }

    // The pixel that an output sees through a tap, or -1.
    __device__ __forceinline__ int input_of(const int (&at)[3], int image, const int (&tap)[3]) const
    {
        int pixel = image;
#pragma unroll
        for (int axis = 0; axis < 3; axis++)
        {
            int i = at[axis] * stride[axis] - before[axis] + tap[axis] * dilation[axis];
            if (i < 0 || i >= input[axis]) return -1;
            pixel = pixel * input[axis] + i;
        }
        return pixel;
    }

    // The output that sees a pixel through a tap, or -1.
    __device__ __forceinline__ int output_of(const int (&at)[3], int image, const int (&tap)[3]) const
    {
        int pixel = image;
#pragma unroll
        for (int axis = 0; axis < 3; axis++)
        {
            int reach = at[axis] + before[axis] - tap[axis] * dilation[axis];
            if (reach < 0 || reach % stride[axis] != 0 || reach / stride[axis] >= output[axis]) return -1;
            pixel = pixel * output[axis] + reach / stride[axis];
        }
        return pixel;
    }
};

// Where a pixel of data or results of given lengths stands.
struct ConvPixel
{
    int at[3], image;

    __device__ __forceinline__ ConvPixel() {}

    __device__ __forceinline__ ConvPixel(const int (&lengths)[3], int pixel)
    {
        at[2] = pixel % lengths[2];
        pixel /= lengths[2];
        at[1] = pixel % lengths[1];
        pixel /= lengths[1];
        at[0] = pixel % lengths[0];
        image = pixel / lengths[0];
    }
};

#define CONV_GRID \
    int batch, int input_d, int input_h, int input_w, int output_d, int output_h, int output_w, int taps_d, int taps_h, int taps_w, \
    int stride_d, int stride_h, int stride_w, int dilation_d, int dilation_h, int dilation_w, int before_d, int before_h, int before_w, \
    int channels, int filters, int groups
#define CONV_GRID_OF \
    (ConvGrid{batch, {input_d, input_h, input_w}, {output_d, output_h, output_w}, {taps_d, taps_h, taps_w}, {stride_d, stride_h, stride_w}, \
    {dilation_d, dilation_h, dilation_w}, {before_d, before_h, before_w}, channels, filters, groups})
