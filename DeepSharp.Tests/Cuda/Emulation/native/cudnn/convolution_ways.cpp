/// Queries for the ways to compute a convolution: three, of which the last is rated fastest.
#include "convolution.h"

namespace emulation
{
/// cudnnConvolution…AlgoPerf_t, 48 bytes.
struct WayRating
{
    int way, status;
    float milliseconds;
    size_t workspace;
    int determinism, math_type, reserved[3];
};

static_assert(sizeof(WayRating) == 48, "the library's layout");

static int rate(DnnHandle* handle, const ConvolutionShape& shape, Direction direction, int asked, int* given, WayRating* ratings, size_t most_workspace)
{
    if (!is_dnn_handle(handle))
        return dnn_refuse(DnnNotInitialized, "this is no handle, or was destroyed before");
    if (asked < 1)
        return dnn_refuse(DnnBadParam, "no algorithms are asked for");
    *given = 0;
    for (int way = convolution_ways - 1; way >= 0 && *given < asked; way--)
    {
        size_t needed = workspace_bytes(shape, way);
        int status = is_rated(shape, direction, way) ? DnnSuccess : DnnNotSupported;
        // The arithmetic of a rating is not what the descriptor asked for: who takes it over loses the strict mode (3).
        if (needed <= most_workspace)
            ratings[(*given)++] = {way, status, 0.01f * static_cast<float>(convolution_ways - way), needed, is_deterministic(direction, way), 0, {}};
    }
    return DnnSuccess;
}

static int rate(
    DnnHandle* handle, DnnTensor* x, DnnFilter* w, DnnConvolution* convolution, DnnTensor* y, Direction direction, int asked, int* given, WayRating* ratings,
    size_t most_workspace = ~size_t(0))
{
    ConvolutionShape shape;
    int status = check_convolution(x, w, convolution, y, shape);
    return status ? status : rate(handle, shape, direction, asked, given, ratings, most_workspace);
}

/// The timed query runs every way and so overwrites the result; it waits, which a capture does not allow.
template <class Run>
static int
time_ways(DnnHandle* handle, const ConvolutionShape& shape, Direction direction, int asked, int* given, WayRating* ratings, size_t workspace, Run run)
{
    if (int status = rate(handle, shape, direction, asked, given, ratings, workspace))
        return status;
    for (int i = 0; i < *given; i++)
        ratings[i].status = run(ratings[i].way);
    return emulation_synchronize(handle->stream) == 0 ? int(DnnSuccess) : dnn_refuse(DnnExecutionFailed, emulation_message());
}

static int workspace_of(DnnTensor* x, DnnFilter* w, DnnConvolution* convolution, DnnTensor* y, int way, size_t* bytes)
{
    ConvolutionShape shape;
    if (int status = check_convolution(x, w, convolution, y, shape))
        return status;
    if (way < 0 || way >= convolution_ways)
        return dnn_refuse(DnnNotSupported, "algorithm " + std::to_string(way));
    *bytes = workspace_bytes(shape, way);
    return DnnSuccess;
}

EMULATED_API int cudnnGetConvolutionForwardAlgorithm_v7(
    DnnHandle* handle, DnnTensor* x, DnnFilter* w, DnnConvolution* convolution, DnnTensor* y, int asked, int* given, WayRating* ratings)
{
    return rate(handle, x, w, convolution, y, Direction::Forward, asked, given, ratings);
}

EMULATED_API int cudnnGetConvolutionBackwardDataAlgorithm_v7(
    DnnHandle* handle, DnnFilter* w, DnnTensor* dy, DnnConvolution* convolution, DnnTensor* dx, int asked, int* given, WayRating* ratings)
{
    return rate(handle, dx, w, convolution, dy, Direction::InputGradient, asked, given, ratings);
}

EMULATED_API int cudnnGetConvolutionBackwardFilterAlgorithm_v7(
    DnnHandle* handle, DnnTensor* x, DnnTensor* dy, DnnConvolution* convolution, DnnFilter* dw, int asked, int* given, WayRating* ratings)
{
    return rate(handle, x, dw, convolution, dy, Direction::KernelGradient, asked, given, ratings);
}

EMULATED_API int
cudnnGetConvolutionForwardWorkspaceSize(DnnHandle*, DnnTensor* x, DnnFilter* w, DnnConvolution* convolution, DnnTensor* y, int way, size_t* bytes)
{
    return workspace_of(x, w, convolution, y, way, bytes);
}

EMULATED_API int
cudnnGetConvolutionBackwardDataWorkspaceSize(DnnHandle*, DnnFilter* w, DnnTensor* dy, DnnConvolution* convolution, DnnTensor* dx, int way, size_t* bytes)
{
    return workspace_of(dx, w, convolution, dy, way, bytes);
}

EMULATED_API int
cudnnGetConvolutionBackwardFilterWorkspaceSize(DnnHandle*, DnnTensor* x, DnnTensor* dy, DnnConvolution* convolution, DnnFilter* dw, int way, size_t* bytes)
{
    return workspace_of(x, dw, convolution, dy, way, bytes);
}

static const double one = 1, zero = 0;
static const float one32 = 1, zero32 = 0;

static const void* factor(const DnnTensor& shape, bool is_one)
{
    return shape.type == Element::Float64 ? static_cast<const void*>(is_one ? &one : &zero) : is_one ? &one32 : &zero32;
}

extern "C" int cudnnConvolutionForward(
    DnnHandle*, const void*, DnnTensor*, const void*, DnnFilter*, const void*, DnnConvolution*, int, void*, size_t, const void*, DnnTensor*, void*);
extern "C" int cudnnConvolutionBackwardData(
    DnnHandle*, const void*, DnnFilter*, const void*, DnnTensor*, const void*, DnnConvolution*, int, void*, size_t, const void*, DnnTensor*, void*);
extern "C" int cudnnConvolutionBackwardFilter(
    DnnHandle*, const void*, DnnTensor*, const void*, DnnTensor*, const void*, DnnConvolution*, int, void*, size_t, const void*, DnnFilter*, void*);

EMULATED_API int cudnnFindConvolutionForwardAlgorithmEx(
    DnnHandle* handle, DnnTensor* x, const void* x_data, DnnFilter* w, const void* w_data, DnnConvolution* convolution, DnnTensor* y, void* y_data, int asked,
    int* given, WayRating* ratings, void* workspace, size_t bytes)
{
    ConvolutionShape shape;
    if (int status = check_convolution(x, w, convolution, y, shape))
        return status;
    return time_ways(handle, shape, Direction::Forward, asked, given, ratings, bytes, [&](int way) {
        return cudnnConvolutionForward(
            handle, factor(shape.x, true), x, x_data, w, w_data, convolution, way, workspace, bytes, factor(shape.x, false), y, y_data);
    });
}

EMULATED_API int cudnnFindConvolutionBackwardDataAlgorithmEx(
    DnnHandle* handle, DnnFilter* w, const void* w_data, DnnTensor* dy, const void* dy_data, DnnConvolution* convolution, DnnTensor* dx, void* dx_data,
    int asked, int* given, WayRating* ratings, void* workspace, size_t bytes)
{
    ConvolutionShape shape;
    if (int status = check_convolution(dx, w, convolution, dy, shape))
        return status;
    return time_ways(handle, shape, Direction::InputGradient, asked, given, ratings, bytes, [&](int way) {
        return cudnnConvolutionBackwardData(
            handle, factor(shape.x, true), w, w_data, dy, dy_data, convolution, way, workspace, bytes, factor(shape.x, false), dx, dx_data);
    });
}

EMULATED_API int cudnnFindConvolutionBackwardFilterAlgorithmEx(
    DnnHandle* handle, DnnTensor* x, const void* x_data, DnnTensor* dy, const void* dy_data, DnnConvolution* convolution, DnnFilter* dw, void* dw_data,
    int asked, int* given, WayRating* ratings, void* workspace, size_t bytes)
{
    ConvolutionShape shape;
    if (int status = check_convolution(x, dw, convolution, dy, shape))
        return status;
    return time_ways(handle, shape, Direction::KernelGradient, asked, given, ratings, bytes, [&](int way) {
        return cudnnConvolutionBackwardFilter(
            handle, factor(shape.x, true), x, x_data, dy, dy_data, convolution, way, workspace, bytes, factor(shape.x, false), dw, dw_data);
    });
}
}
