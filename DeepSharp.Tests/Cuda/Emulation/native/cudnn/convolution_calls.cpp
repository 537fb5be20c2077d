/// The entry points of convolutions.
#include <cstring>

#include "convolution.h"

namespace emulation
{
/// Tensor cores round float32 factors to ten bits of fraction unless the strict mode (3) is asked for.
static void round_factors(const ConvolutionShape& shape, std::vector<double>& values)
{
    if (shape.x.type != Element::Float32 || shape.convolution.math_type == 3)
        return;
    for (double& value : values)
        value = round_to_tf32(value);
}

struct ConvolutionCall
{
    Direction direction;
    const void *first, *second;
    void* result;
    const void *alpha, *beta;
    int way;
    void* workspace;
    size_t workspace_size;
};

static int run_convolution(DnnHandle* handle, const ConvolutionShape& shape, const ConvolutionCall& call)
{
    if (call.way < 0 || call.way >= convolution_ways || !runs(shape, call.direction, call.way))
        return dnn_refuse(DnnNotSupported, "algorithm " + std::to_string(call.way));
    if (call.workspace_size < workspace_bytes(shape, call.way))
        return dnn_refuse(
            DnnBadParam,
            "the workspace has " + std::to_string(call.workspace_size) + " bytes, the algorithm needs " + std::to_string(workspace_bytes(shape, call.way)));
    double alpha = read_factor(shape.y, call.alpha), beta = read_factor(shape.y, call.beta);
    return dnn_submit(handle, [=]() -> int {
        const DnnTensor& first = call.direction == Direction::InputGradient ? shape.w : shape.x;
        const DnnTensor& second = call.direction == Direction::Forward ? shape.w : shape.y;
        const DnnTensor& result = call.direction == Direction::Forward ? shape.y : call.direction == Direction::InputGradient ? shape.x : shape.w;
        size_t needed = workspace_bytes(shape, call.way);
        if (!accessible("cuDNN, workspace", call.workspace, needed) || !accessible("cuDNN, first factor", call.first, first.bytes())
            || !accessible("cuDNN, second factor", call.second, second.bytes()) || !accessible("cuDNN, result", call.result, result.bytes()))
            return illegal_address;
        if (needed)
            memset(call.workspace, 0xFF, needed); // whatever somebody else keeps there is lost
        auto a = read_tensor(first, call.first), b = read_tensor(second, call.second);
        round_factors(shape, a);
        round_factors(shape, b);
        blend_tensor(result, call.result, convolve(shape, call.direction, a, b), alpha, beta);
        return 0;
    });
}

EMULATED_API int cudnnConvolutionForward(
    DnnHandle* handle, const void* alpha, DnnTensor* x, const void* x_data, DnnFilter* w, const void* w_data, DnnConvolution* convolution, int way,
    void* workspace, size_t workspace_size, const void* beta, DnnTensor* y, void* y_data)
{
    ConvolutionShape shape;
    int status = check_convolution(x, w, convolution, y, shape);
    return status ? status : run_convolution(handle, shape, {Direction::Forward, x_data, w_data, y_data, alpha, beta, way, workspace, workspace_size});
}

EMULATED_API int cudnnConvolutionBackwardData(
    DnnHandle* handle, const void* alpha, DnnFilter* w, const void* w_data, DnnTensor* dy, const void* dy_data, DnnConvolution* convolution, int way,
    void* workspace, size_t workspace_size, const void* beta, DnnTensor* dx, void* dx_data)
{
    ConvolutionShape shape;
    int status = check_convolution(dx, w, convolution, dy, shape);
    return status ? status : run_convolution(handle, shape, {Direction::InputGradient, w_data, dy_data, dx_data, alpha, beta, way, workspace, workspace_size});
}

EMULATED_API int cudnnConvolutionBackwardFilter(
    DnnHandle* handle, const void* alpha, DnnTensor* x, const void* x_data, DnnTensor* dy, const void* dy_data, DnnConvolution* convolution, int way,
    void* workspace, size_t workspace_size, const void* beta, DnnFilter* dw, void* dw_data)
{
    ConvolutionShape shape;
    int status = check_convolution(x, dw, convolution, dy, shape);
    return status ? status : run_convolution(handle, shape, {Direction::KernelGradient, x_data, dy_data, dw_data, alpha, beta, way, workspace, workspace_size});
}

/// db[c] = the sum of dy over everything but the channels.
EMULATED_API int
cudnnConvolutionBackwardBias(DnnHandle* handle, const void* alpha, DnnTensor* dy, const void* dy_data, const void* beta, DnnTensor* db, void* db_data)
{
    if (!is_live(dy) || !is_live(db) || db->count() != dy->lengths[1])
        return dnn_refuse(DnnBadParam, "dy and db are no tensors, or db has not one element a channel");
    DnnTensor from = *dy, to = *db;
    double a = read_factor(from, alpha), b = read_factor(from, beta);
    return dnn_submit(handle, [=]() -> int {
        if (!accessible("cuDNN, dy", dy_data, from.bytes()) || !accessible("cuDNN, db", db_data, to.bytes()))
            return illegal_address;
        auto values = read_tensor(from, dy_data);
        std::vector<double> sums(static_cast<size_t>(from.lengths[1]));
        size_t inner = values.size() / static_cast<size_t>(from.lengths[0]) / sums.size();
        for (size_t i = 0; i < values.size(); i++)
            sums[i / inner % sums.size()] += values[i];
        blend_tensor(to, db_data, sums, a, b);
        return 0;
    });
}
}
