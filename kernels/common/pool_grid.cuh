// How the windows of a pooling lie over data [batch, D, H, W, channels]; missing axes have length one.
#pragma once

struct PoolGrid
{
    int input[3], output[3], window[3], stride[3], before[3], channels;

    // The real inputs [first, end) of the window at an output.
    __device__ __forceinline__ void inputs(int axis, int at, int& first, int& end) const
    {
        int start = at * stride[axis] - before[axis];
        first = start < 0 ? 0 : start;
        end = start + window[axis] < input[axis] ? start + window[axis] : input[axis];
    }

    // The outputs [first, end) whose windows hold an input.
    __device__ __forceinline__ void outputs(int axis, int at, int& first, int& end) const
    {
        int reach = at + before[axis];
        first = reach < window[axis] ? 0 : (reach - window[axis]) / stride[axis] + 1;
        end = reach / stride[axis] + 1 < output[axis] ? reach / stride[axis] + 1 : output[axis];
    }

    // An element's place in data of given lengths.
    __device__ __forceinline__ static long long at(const int (&lengths)[3], long long image, int d, int h, int w, int channels, int c)
    {
        return (((image * lengths[0] + d) * lengths[1] + h) * lengths[2] + w) * channels + c;
    }
};

// Where element i of data of given lengths stands.
struct PoolPlace
{
    int d, h, w, c;
    long long image;

    __device__ __forceinline__ PoolPlace(const int (&lengths)[3], int channels, long long i)
    {
        c = (int)(i % channels);
        long long rest = i / channels;
        w = (int)(rest % lengths[2]);
        rest /= lengths[2];
        h = (int)(rest % lengths[1]);
        rest /= lengths[1];
        d = (int)(rest % lengths[0]);
        image = rest / lengths[0];
    }
};

// The real inputs of one window.
struct PoolWindow
{
    int d0, d1, h0, h1, w0, w1;

    __device__ __forceinline__ PoolWindow(const PoolGrid& g, int d, int h, int w)
    {
        g.inputs(0, d, d0, d1);
        g.inputs(1, h, h0, h1);
        g.inputs(2, w, w0, w1);
    }

    __device__ __forceinline__ int count() const { return (d1 - d0) * (h1 - h0) * (w1 - w0); }
};

#define POOL_GRID \
    int input_d, int input_h, int input_w, int output_d, int output_h, int output_w, int window_d, int window_h, int window_w, \
    int stride_d, int stride_h, int stride_w, int before_d, int before_h, int before_w, int channels
#define POOL_GRID_OF \
    (PoolGrid{{input_d, input_h, input_w}, {output_d, output_h, output_w}, {window_d, window_h, window_w}, \
    {stride_d, stride_h, stride_w}, {before_d, before_h, before_w}, channels})
