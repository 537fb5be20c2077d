/// Shapes of tensors, filters and convolutions.
#pragma once

#include <array>
#include <vector>

#include "handle.h"

namespace emulation
{
constexpr int most_axes = 8;

/// [N, C, spatial…] with the step of each axis in elements.
struct DnnTensor
{
    Element type = Element::Float32;
    int rank = 0;
    std::array<int, most_axes> lengths{};
    std::array<int64_t, most_axes> steps{};

    int64_t count() const;
    size_t bytes() const; // from the first element to behind the last
};

/// [K, C / groups, spatial…], stored so or with the channels last.
struct DnnFilter
{
    Element type = Element::Float32;
    bool channels_last = false;
    int rank = 0;
    std::array<int, most_axes> lengths{};

    /// The filter as a tensor with steps.
    DnnTensor as_tensor() const;
};

struct DnnConvolution
{
    int axes = 0;
    std::array<int, most_axes> padding{}, strides{}, dilations{};
    bool flipped = true; // a true convolution; false: cross-correlation
    Element compute = Element::Float32;
    int math_type = 0, groups = 1;
};

/// The elements in row-major order as doubles.
std::vector<double> read_tensor(const DnnTensor& shape, const void* from);

/// α·values + β·what is there.
void blend_tensor(const DnnTensor& shape, void* to, const std::vector<double>& values, double alpha, double beta);

/// A factor: double for double tensors, float for all others.
double read_factor(const DnnTensor& shape, const void* factor);

/// Calls f with the offset of every element, in row-major order.
template <class F> void each_element(const DnnTensor& shape, F f)
{
    std::array<int, most_axes> at{};
    int64_t offset = 0, count = shape.count();
    for (int64_t i = 0; i < count; i++)
    {
        f(offset);
        for (int axis = shape.rank - 1; axis >= 0; axis--)
        {
            auto a = static_cast<size_t>(axis);
            offset += shape.steps[a];
            if (++at[a] < shape.lengths[a])
                break;
            offset -= shape.steps[a] * shape.lengths[a];
            at[a] = 0;
        }
    }
}
}
