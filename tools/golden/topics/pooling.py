"""Pooling of channels-last data. `same` pads by Keras' rule: with -inf for the maximum; the average divides by the real elements only."""
import torch
import torch.nn.functional as F

from .conv import channels_first, channels_last, pad_spatial, padding_pairs, per_axis

MAX = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
AVERAGE = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}


def pool(x, kind, pool_size, strides, padding):
    rank = len(pool_size)
    pairs = padding_pairs(padding, x.shape[1:-1], pool_size, strides, [1] * rank)
    data = channels_first(x)
    if kind == "max":
        return channels_last(MAX[rank](pad_spatial(data, pairs, float("-inf")), pool_size, strides))
    total = AVERAGE[rank](pad_spatial(data, pairs), pool_size, strides)
    real = AVERAGE[rank](pad_spatial(torch.ones_like(data), pairs), pool_size, strides)
    return channels_last(total / real)


# name: input shape, pool size, strides, padding
CASES = {
    "1d_valid": ((2, 7, 2), 2, 2, "valid"),
    "1d_same_pool3_stride2": ((1, 6, 2), 3, 2, "same"),
    "2d_valid": ((2, 4, 6, 2), 2, 2, "valid"),
    "2d_valid_remainder": ((1, 5, 7, 2), 2, 2, "valid"),
    "2d_valid_pool3_stride1": ((1, 4, 5, 2), 3, 1, "valid"),
    "2d_valid_pool_2_3_strides_1_2": ((1, 4, 6, 2), (2, 3), (1, 2), "valid"),
    "2d_valid_stride_above_pool": ((1, 6, 7, 1), 2, 3, "valid"),
    "2d_same_pool2_stride2_odd_input": ((1, 5, 3, 2), 2, 2, "same"),
    "2d_same_pool3_stride2_even_input": ((1, 6, 4, 2), 3, 2, "same"),
    "2d_same_pool2_stride1": ((1, 4, 3, 2), 2, 1, "same"),
    "2d_same_pool4_stride3": ((1, 7, 5, 2), 4, 3, "same"),
    "3d_valid": ((1, 4, 4, 2, 2), 2, 2, "valid"),
    "3d_same_pool_3_2_2_strides_2_1_2": ((1, 4, 3, 3, 2), (3, 2, 2), (2, 1, 2), "same"),
}


def build(topic):
    for kind in ("max", "average"):
        for suffix, (shape, pool_size, strides, padding) in CASES.items():
            name, rank = f"{kind}_{suffix}", len(shape) - 2
            pool_size, strides = per_axis(pool_size, rank), per_axis(strides, rank)
            attributes = {"op": f"{kind}_pool", "rank": rank, "pool_size": pool_size, "strides": strides, "padding": padding}
            # Distinct, mostly negative values: no ties, and padding with zero instead of -inf would show.
            inputs = {"x": topic.draw(name).distinct(*shape) - (4 if kind == "max" else 0)}
            topic.add_with_gradients(name, attributes, inputs, lambda x: pool(x, kind, pool_size, strides, padding))
