/// Convolutions of one shape, in three directions.
#pragma once

#include "descriptors.h"

namespace emulation
{
/// A checked convolution, free of the descriptors it was made from.
struct ConvolutionShape
{
    DnnTensor x, w, y;
    DnnConvolution convolution;

    int64_t filters() const { return y.lengths[1]; }
    int64_t channels_per_group() const { return w.lengths[1]; }
    int64_t filters_per_group() const { return filters() / convolution.groups; }
    int64_t window() const; // elements of the filter's spatial axes
    int64_t places() const; // elements of y's spatial axes
};

enum class Direction { Forward, InputGradient, KernelGradient };

/// Whether the shapes and types go together; DnnSuccess, or a refusal with the reason.
int check_convolution(const DnnTensor* x, const DnnFilter* w, const DnnConvolution* convolution, const DnnTensor* y, ConvolutionShape& shape);

/// The direction's result from its two factors, as dense doubles: y from x and w, dx from w and dy, dw from x and dy.
std::vector<double> convolve(const ConvolutionShape& shape, Direction direction, const std::vector<double>& first, const std::vector<double>& second);

/// The number of ways cuDNN would offer, which of them give the same bits every time, and the bytes of workspace each needs.
constexpr int convolution_ways = 3;
bool is_deterministic(Direction direction, int way);

/// Whether a way runs, and whether the library knows that it does not: as cuDNN's, some ratings are wrong.
bool runs(const ConvolutionShape& shape, Direction direction, int way);
bool is_rated(const ConvolutionShape& shape, Direction direction, int way);
size_t workspace_bytes(const ConvolutionShape& shape, int way);
}
