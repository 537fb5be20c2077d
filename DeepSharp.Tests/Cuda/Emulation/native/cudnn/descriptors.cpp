#include "descriptors.h"

namespace emulation
{
int64_t DnnTensor::count() const
{
    int64_t count = 1;
    for (int axis = 0; axis < rank; axis++)
        count *= lengths[static_cast<size_t>(axis)];
    return count;
}

size_t DnnTensor::bytes() const
{
    int64_t last = 0;
    for (size_t axis = 0; axis < static_cast<size_t>(rank); axis++)
        last += (lengths[axis] - 1) * steps[axis];
    return static_cast<size_t>(last + 1) * size_of(type);
}

/// Steps of a dense tensor; with the channels last, axis 1 moves fastest.
static void set_dense_steps(DnnTensor& shape, bool channels_last)
{
    int64_t step = channels_last ? shape.lengths[1] : 1;
    for (int axis = shape.rank - 1; axis >= 0; axis--)
    {
        auto a = static_cast<size_t>(axis);
        if (channels_last && axis == 1)
            continue;
        shape.steps[a] = step;
        step *= shape.lengths[a];
    }
    if (channels_last)
        shape.steps[1] = 1;
}

DnnTensor DnnFilter::as_tensor() const
{
    DnnTensor shape;
    shape.type = type;
    shape.rank = rank;
    shape.lengths = lengths;
    set_dense_steps(shape, channels_last);
    return shape;
}

std::vector<double> read_tensor(const DnnTensor& shape, const void* from)
{
    std::vector<double> values;
    values.reserve(static_cast<size_t>(shape.count()));
    with_type(shape.type, [&](auto* t) {
        auto elements = static_cast<const std::remove_pointer_t<decltype(t)>*>(from);
        each_element(shape, [&](int64_t offset) { values.push_back(static_cast<double>(elements[offset])); });
    });
    return values;
}

void blend_tensor(const DnnTensor& shape, void* to, const std::vector<double>& values, double alpha, double beta)
{
    size_t i = 0;
    each_element(shape, [&](int64_t offset) { blend_element(to, shape.type, offset, values[i++], alpha, beta); });
}

double read_factor(const DnnTensor& shape, const void* factor)
{
    return shape.type == Element::Float64 ? *static_cast<const double*>(factor) : *static_cast<const float*>(factor);
}

/// cudnnDataType_t.
static bool parse_element(int data_type, Element& type)
{
    static const Element types[] = {Element::Float32, Element::Float64, Element::Float16};
    if (data_type == 9)
        type = Element::BFloat16;
    else if (data_type >= 0 && data_type <= 2)
        type = types[data_type];
    else
        return false;
    return true;
}

static int check_lengths(int data_type, int rank, const int* lengths, Element& type)
{
    if (!parse_element(data_type, type))
        return dnn_refuse(DnnNotSupported, "data type " + std::to_string(data_type));
    if (rank < 3 || rank > most_axes)
        return dnn_refuse(DnnBadParam, std::to_string(rank) + " axes; descriptors have 3 to 8");
    for (int axis = 0; axis < rank; axis++)
        if (lengths[axis] < 1)
            return dnn_refuse(DnnBadParam, "axis " + std::to_string(axis) + " has length " + std::to_string(lengths[axis]));
    return DnnSuccess;
}

EMULATED_API int cudnnCreateTensorDescriptor(DnnTensor** tensor) { return create_descriptor(tensor); }
EMULATED_API int cudnnDestroyTensorDescriptor(DnnTensor* tensor) { return destroy_descriptor(tensor); }
EMULATED_API int cudnnCreateFilterDescriptor(DnnFilter** filter) { return create_descriptor(filter); }
EMULATED_API int cudnnDestroyFilterDescriptor(DnnFilter* filter) { return destroy_descriptor(filter); }
EMULATED_API int cudnnCreateConvolutionDescriptor(DnnConvolution** convolution) { return create_descriptor(convolution); }
EMULATED_API int cudnnDestroyConvolutionDescriptor(DnnConvolution* convolution) { return destroy_descriptor(convolution); }

EMULATED_API int cudnnSetTensorNdDescriptor(DnnTensor* tensor, int data_type, int rank, const int* lengths, const int* steps)
{
    return with_descriptor(tensor, [=](DnnTensor& shape) {
        if (int status = check_lengths(data_type, rank, lengths, shape.type))
            return status;
        shape.rank = rank;
        for (size_t axis = 0; axis < static_cast<size_t>(rank); axis++)
        {
            if (steps[axis] < 1)
                return dnn_refuse(DnnBadParam, "axis " + std::to_string(axis) + " has step " + std::to_string(steps[axis]));
            shape.lengths[axis] = lengths[axis];
            shape.steps[axis] = steps[axis];
        }
        return int(DnnSuccess);
    });
}

/// Formats: 0 the channels before the places, 1 behind them.
EMULATED_API int cudnnSetTensor4dDescriptor(DnnTensor* tensor, int format, int data_type, int n, int c, int h, int w)
{
    return with_descriptor(tensor, [=](DnnTensor& shape) {
        int lengths[] = {n, c, h, w};
        if (format != 0 && format != 1)
            return dnn_refuse(DnnNotSupported, "tensor format " + std::to_string(format));
        if (int status = check_lengths(data_type, 4, lengths, shape.type))
            return status;
        shape.rank = 4;
        std::copy(lengths, lengths + 4, shape.lengths.begin());
        set_dense_steps(shape, format == 1);
        return int(DnnSuccess);
    });
}

EMULATED_API int cudnnSetFilterNdDescriptor(DnnFilter* filter, int data_type, int format, int rank, const int* lengths)
{
    return with_descriptor(filter, [=](DnnFilter& shape) {
        if (format != 0 && format != 1)
            return dnn_refuse(DnnNotSupported, "filter format " + std::to_string(format));
        if (int status = check_lengths(data_type, rank, lengths, shape.type))
            return status;
        shape.rank = rank;
        shape.channels_last = format == 1;
        std::copy(lengths, lengths + rank, shape.lengths.begin());
        return int(DnnSuccess);
    });
}

EMULATED_API int cudnnSetFilter4dDescriptor(DnnFilter* filter, int data_type, int format, int k, int c, int h, int w)
{
    int lengths[] = {k, c, h, w};
    return cudnnSetFilterNdDescriptor(filter, data_type, format, 4, lengths);
}

EMULATED_API int
cudnnSetConvolutionNdDescriptor(DnnConvolution* convolution, int axes, const int* padding, const int* strides, const int* dilations, int mode, int compute)
{
    return with_descriptor(convolution, [=](DnnConvolution& shape) {
        if (axes < 2 || axes > 3)
            return dnn_refuse(DnnNotSupported, "a convolution over " + std::to_string(axes) + " axes; cuDNN has 2 and 3");
        if (!parse_element(compute, shape.compute))
            return dnn_refuse(DnnNotSupported, "compute type " + std::to_string(compute));
        for (size_t axis = 0; axis < static_cast<size_t>(axes); axis++)
        {
            if (padding[axis] < 0 || strides[axis] < 1 || dilations[axis] < 1)
                return dnn_refuse(DnnBadParam, "padding, stride or dilation of axis " + std::to_string(axis));
            shape.padding[axis] = padding[axis];
            shape.strides[axis] = strides[axis];
            shape.dilations[axis] = dilations[axis];
        }
        shape.axes = axes;
        shape.flipped = mode == 0;
        return int(DnnSuccess);
    });
}

EMULATED_API int cudnnSetConvolution2dDescriptor(
    DnnConvolution* convolution, int pad_h, int pad_w, int stride_h, int stride_w, int dilation_h, int dilation_w, int mode, int compute)
{
    int padding[] = {pad_h, pad_w}, strides[] = {stride_h, stride_w}, dilations[] = {dilation_h, dilation_w};
    return cudnnSetConvolutionNdDescriptor(convolution, 2, padding, strides, dilations, mode, compute);
}

EMULATED_API int cudnnSetConvolutionGroupCount(DnnConvolution* convolution, int groups)
{
    return with_descriptor(convolution, [=](DnnConvolution& shape) {
        shape.groups = groups;
        return groups < 1 ? dnn_refuse(DnnBadParam, std::to_string(groups) + " groups") : int(DnnSuccess);
    });
}

EMULATED_API int cudnnSetConvolutionMathType(DnnConvolution* convolution, int math_type)
{
    return with_descriptor(convolution, [=](DnnConvolution& shape) {
        shape.math_type = math_type;
        return int(DnnSuccess);
    });
}
}
