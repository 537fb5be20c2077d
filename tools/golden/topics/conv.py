"""Convolutions. Data are channels-last, kernels (spatial..., in / groups, out); transposed kernels (spatial..., out, in).

PyTorch's symmetric padding differs from Keras' `same` for even kernels and strides above 1. So every padding here is computed
by Keras' formula and done with an explicit, possibly asymmetric, pad before an unpadded PyTorch convolution.
"""
import torch
import torch.nn.functional as F

CONV = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
CONV_TRANSPOSE = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}


def channels_first(x):
    return x.movedim(-1, 1)


def channels_last(x):
    return x.movedim(1, -1)


def pad_spatial(x, pairs, value=0.0):
    """Pads (or crops, where negative) the spatial axes of channels-first data; F.pad counts from the last axis."""
    return F.pad(x, [amount for pair in reversed(pairs) for amount in pair], value=value)


def same_padding(size, window, stride, dilation=1):
    """Keras `same`: ceil(size / stride) outputs, the odd pixel goes to the end."""
    total = max(0, (-(-size // stride) - 1) * stride + (window - 1) * dilation + 1 - size)
    return total // 2, total - total // 2


def padding_pairs(padding, sizes, windows, strides, dilations):
    if padding == "valid":
        return [(0, 0)] * len(sizes)
    if padding == "same":
        return [same_padding(*axis) for axis in zip(sizes, windows, strides, dilations)]
    if padding == "causal":
        return [(dilations[0] * (windows[0] - 1), 0)]
    return [tuple(pair) for pair in padding]


def conv(x, kernel, strides, padding, dilations, groups, bias=None):
    rank = x.dim() - 2
    pairs = padding_pairs(padding, x.shape[1:-1], kernel.shape[:rank], strides, dilations)
    weight = kernel.permute(rank + 1, rank, *range(rank))
    y = CONV[rank](pad_spatial(channels_first(x), pairs), weight, stride=strides, dilation=dilations, groups=groups)
    y = channels_last(y)
    return y if bias is None else y + bias


def transposed_crops(size, window, stride, dilation, padding, output_padding):
    """Left and right crop of the full result of (size - 1) * stride + k_eff; a negative crop appends zeros."""
    k = (window - 1) * dilation + 1
    full = (size - 1) * stride + k
    if padding == "same":
        out = size * stride if output_padding is None else (size - 1) * stride + k % 2 + output_padding
    else:
        out = (size - 1) * stride + max(k, stride) if output_padding is None else full + output_padding
    left = max(full - out, 0) // 2
    return left, full - out - left


def conv_transpose(x, kernel, strides, padding, dilations, output_padding=None, bias=None):
    rank = x.dim() - 2
    full = CONV_TRANSPOSE[rank](channels_first(x), kernel.permute(rank + 1, rank, *range(rank)), stride=strides, dilation=dilations)
    pads = []
    for axis in range(rank):
        extra = None if output_padding is None else output_padding[axis]
        left, right = transposed_crops(x.shape[axis + 1], kernel.shape[axis], strides[axis], dilations[axis], padding, extra)
        pads.append((-left, -right))
    y = channels_last(pad_spatial(full, pads))
    return y if bias is None else y + bias


def assert_is_gradient_of_same_conv(y, x, kernel, strides, dilations):
    """`same` transposed convolution is by definition the gradient of the `same` convolution with that kernel."""
    image = torch.zeros_like(y, requires_grad=True)
    small = conv(image, kernel, strides, "same", dilations, 1)
    assert small.shape == x.shape
    torch.testing.assert_close(torch.autograd.grad(small, image, x)[0], y)


# name: input shape, kernel shape, strides, padding, dilation, groups
CASES = {
    "conv1d_valid": ((2, 7, 3), (3, 3, 4), 1, "valid", 1, 1),
    "conv1d_same_even_kernel_stride2": ((2, 7, 2), (4, 2, 3), 2, "same", 1, 1),
    "conv1d_causal": ((2, 6, 2), (3, 2, 2), 1, "causal", 1, 1),
    "conv1d_causal_dilation2": ((1, 8, 2), (3, 2, 2), 1, "causal", 2, 1),
    "conv1d_causal_stride2": ((1, 7, 2), (2, 2, 2), 2, "causal", 1, 1),
    "conv1d_groups2_dilation2": ((2, 9, 4), (3, 2, 6), 1, "valid", 2, 2),
    "conv2d_valid": ((2, 5, 6, 3), (3, 3, 3, 4), 1, "valid", 1, 1),
    "conv2d_1x1": ((2, 3, 4, 3), (1, 1, 3, 5), 1, "valid", 1, 1),
    "conv2d_same": ((1, 5, 4, 2), (3, 3, 2, 3), 1, "same", 1, 1),
    "conv2d_same_even_kernel": ((1, 5, 6, 2), (2, 4, 2, 2), 1, "same", 1, 1),
    "conv2d_same_even_kernel_stride2": ((1, 6, 7, 2), (2, 4, 2, 2), 2, "same", 1, 1),
    "conv2d_same_odd_kernel_stride2_even_input": ((1, 6, 6, 2), (3, 3, 2, 2), 2, "same", 1, 1),
    "conv2d_same_odd_kernel_stride2_odd_input": ((1, 7, 5, 2), (3, 5, 2, 2), 2, "same", 1, 1),
    "conv2d_same_stride_above_kernel": ((1, 7, 8, 2), (1, 2, 2, 3), 3, "same", 1, 1),
    "conv2d_same_kernel_above_input": ((1, 2, 3, 2), (5, 5, 2, 2), 1, "same", 1, 1),
    "conv2d_strides_2_1": ((1, 6, 5, 2), (3, 2, 2, 3), (2, 1), "valid", 1, 1),
    "conv2d_valid_stride2_remainder": ((1, 6, 8, 2), (3, 3, 2, 2), 2, "valid", 1, 1),
    "conv2d_dilation_2_3": ((1, 7, 9, 2), (3, 3, 2, 2), 1, "valid", (2, 3), 1),
    "conv2d_same_dilation2": ((1, 5, 6, 2), (3, 2, 2, 2), 1, "same", 2, 1),
    "conv2d_explicit_padding": ((1, 4, 5, 2), (3, 3, 2, 3), (1, 2), [[1, 2], [0, 1]], 1, 1),
    "conv2d_groups2": ((1, 4, 5, 4), (3, 3, 2, 6), 1, "same", 1, 2),
    "conv2d_depthwise": ((2, 4, 4, 3), (3, 3, 1, 3), 1, "same", 1, 3),
    "conv2d_depthwise_multiplier2_stride2": ((1, 5, 6, 2), (3, 3, 1, 4), 2, "same", 1, 2),
    "conv3d_valid": ((1, 4, 3, 5, 2), (2, 3, 2, 2, 3), 1, "valid", 1, 1),
    "conv3d_same_stride2": ((1, 4, 5, 3, 2), (2, 3, 2, 2, 2), 2, "same", 1, 1),
    "conv3d_groups2_same": ((1, 3, 3, 2, 4), (2, 2, 2, 2, 2), 1, "same", 1, 2),
}

# name: input shape, kernel shape (spatial..., out, in), strides, padding, dilation, output padding
TRANSPOSED = {
    "conv1d_transpose_same_stride2": ((2, 4, 3), (3, 2, 3), 2, "same", 1, None),
    "conv2d_transpose_valid": ((1, 3, 4, 2), (3, 3, 3, 2), 1, "valid", 1, None),
    "conv2d_transpose_valid_stride2": ((1, 3, 2, 2), (3, 2, 2, 2), 2, "valid", 1, None),
    "conv2d_transpose_valid_stride_above_kernel": ((1, 2, 3, 2), (1, 2, 2, 2), 3, "valid", 1, None),
    "conv2d_transpose_same": ((1, 3, 4, 2), (3, 2, 2, 2), 1, "same", 1, None),
    "conv2d_transpose_same_stride2": ((1, 3, 3, 3), (3, 3, 2, 3), 2, "same", 1, None),
    "conv2d_transpose_same_stride2_even_kernel": ((1, 3, 2, 2), (4, 2, 2, 2), 2, "same", 1, None),
    "conv2d_transpose_same_stride_above_kernel": ((1, 2, 3, 2), (1, 2, 2, 2), 3, "same", 1, None),
    "conv2d_transpose_same_strides_2_3": ((1, 3, 2, 2), (3, 5, 2, 2), (2, 3), "same", 1, None),
    "conv2d_transpose_same_dilation2": ((1, 3, 4, 2), (3, 2, 2, 2), 1, "same", 2, None),
    "conv2d_transpose_valid_output_padding": ((1, 3, 2, 2), (3, 3, 2, 2), 2, "valid", 1, 1),
    "conv2d_transpose_same_output_padding_0_1": ((1, 3, 2, 2), (3, 4, 2, 2), 2, "same", 1, (0, 1)),
    "conv3d_transpose_same_stride2": ((1, 2, 2, 3, 2), (3, 2, 3, 2, 2), 2, "same", 1, None),
}


def per_axis(value, rank):
    return list(value) if isinstance(value, (list, tuple)) else [value] * rank


def build(topic):
    for name, (shape, kernel_shape, strides, padding, dilation, groups) in CASES.items():
        rank, draw = len(shape) - 2, topic.draw(name)
        strides, dilation = per_axis(strides, rank), per_axis(dilation, rank)
        attributes = {"rank": rank, "strides": strides, "padding": padding, "dilation_rate": dilation, "groups": groups}
        inputs = {"x": draw.normal(*shape), "kernel": draw.normal(*kernel_shape, scale=0.5)}
        topic.add_with_gradients(name, {"op": "conv", **attributes}, inputs,
                                 lambda x, kernel: conv(x, kernel, strides, padding, dilation, groups))
    draw = topic.draw("conv2d_bias")
    topic.add_with_gradients(
        "conv2d_bias", {"op": "conv", "rank": 2, "strides": [1, 1], "padding": "same", "dilation_rate": [1, 1], "groups": 1},
        {"x": draw.normal(2, 4, 3, 2), "kernel": draw.normal(3, 3, 2, 3, scale=0.5), "bias": draw.normal(3)},
        lambda x, kernel, bias: conv(x, kernel, [1, 1], "same", [1, 1], 1, bias))
    for name, (shape, kernel_shape, strides, padding, dilation, output_padding) in TRANSPOSED.items():
        rank, draw = len(shape) - 2, topic.draw(name)
        strides, dilation = per_axis(strides, rank), per_axis(dilation, rank)
        output_padding = None if output_padding is None else per_axis(output_padding, rank)
        attributes = {"rank": rank, "strides": strides, "padding": padding, "dilation_rate": dilation, "output_padding": output_padding}
        inputs = {"x": draw.normal(*shape), "kernel": draw.normal(*kernel_shape, scale=0.5)}
        topic.add_with_gradients(name, {"op": "conv_transpose", **attributes}, inputs,
                                 lambda x, kernel: conv_transpose(x, kernel, strides, padding, dilation, output_padding))
        if padding == "same" and output_padding is None:
            x, kernel = (torch.tensor(inputs[key]) for key in ("x", "kernel"))
            assert_is_gradient_of_same_conv(conv_transpose(x, kernel, strides, padding, dilation), x, kernel, strides, dilation)
