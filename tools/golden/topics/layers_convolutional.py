"""Convolutional layers that TensorFlow.js lacks or cannot differentiate: groups, causal and dilated ones, transposed ones with output padding,
depthwise and separable ones over one axis, locally connected ones."""
import torch
import torch.nn.functional as F

from .conv import channels_first, conv, conv_transpose, per_axis
from .layer_rules import add_layer

ACTIVATIONS = {"linear": lambda x: x, "relu": torch.relu, "tanh": torch.tanh}

# name: rank, config, input shape
CONV = {
    "conv1d_causal_dilated": (1, {"filters": 2, "kernel_size": [3], "padding": "causal", "dilation_rate": [2], "use_bias": False}, (2, 7, 2)),
    "conv1d_causal_one_step": (1, {"filters": 2, "kernel_size": [3], "padding": "causal"}, (1, 1, 2)),
    "conv1d_groups": (1, {"filters": 4, "kernel_size": [3], "groups": 2, "padding": "same"}, (2, 5, 6)),
    "conv2d_dilated": (2, {"filters": 2, "kernel_size": [3, 2], "dilation_rate": [2, 1], "padding": "same", "activation": "tanh"}, (1, 6, 4, 2)),
    "conv2d_groups": (2, {"filters": 6, "kernel_size": [2, 2], "groups": 3, "strides": [2, 1], "activation": "relu"}, (2, 5, 3, 3)),
    "conv3d_groups_dilated": (3, {"filters": 4, "kernel_size": [2, 1, 2], "groups": 2, "dilation_rate": [2, 1, 1]}, (1, 4, 2, 3, 4)),
}

# name: rank, config, input shape
TRANSPOSED = {
    "conv1d_transpose_valid": (1, {"filters": 3, "kernel_size": [3], "strides": [2]}, (2, 4, 2)),
    "conv1d_transpose_same": (1, {"filters": 2, "kernel_size": [4], "strides": [2], "padding": "same", "activation": "relu"}, (2, 3, 3)),
    "conv1d_transpose_output_padding": (1, {"filters": 2, "kernel_size": [3], "strides": [3], "output_padding": [2]}, (1, 3, 2)),
    "conv1d_transpose_dilated": (1, {"filters": 2, "kernel_size": [3], "dilation_rate": [2], "padding": "same", "use_bias": False}, (1, 5, 2)),
    "conv1d_transpose_dilated_valid": (1, {"filters": 2, "kernel_size": [2], "dilation_rate": [3]}, (1, 2, 2)),
    "conv2d_transpose_output_padding_valid": (2, {"filters": 2, "kernel_size": [3, 2], "strides": [2, 3], "output_padding": [1, 2]}, (1, 2, 3, 2)),
    "conv2d_transpose_output_padding_same": (2, {"filters": 2, "kernel_size": [3, 4], "strides": [2, 2], "padding": "same", "output_padding": [0, 1]},
                                             (2, 3, 2, 1)),
    "conv2d_transpose_output_padding_zero": (2, {"filters": 1, "kernel_size": [2, 5], "strides": [2, 2], "padding": "same", "output_padding": [0, 0]},
                                             (1, 3, 2, 2)),
    "conv2d_transpose_dilated": (2, {"filters": 2, "kernel_size": [2, 3], "dilation_rate": [2, 3], "padding": "same"}, (1, 4, 3, 2)),
    "conv3d_transpose_valid": (3, {"filters": 2, "kernel_size": [2, 1, 3], "strides": [2, 2, 1]}, (1, 2, 1, 2, 2)),
    "conv3d_transpose_same": (3, {"filters": 1, "kernel_size": [3, 2, 3], "strides": [1, 2, 2], "padding": "same", "activation": "tanh"}, (1, 2, 2, 2, 2)),
    "conv3d_transpose_output_padding": (3, {"filters": 1, "kernel_size": [2, 2, 2], "strides": [2, 2, 2], "output_padding": [1, 0, 1], "use_bias": False},
                                        (1, 1, 2, 1, 1)),
}

# name: rank, config, input shape
DEPTHWISE = {
    "depthwise1d_valid": (1, {"kernel_size": [2], "depth_multiplier": 2}, (2, 5, 3)),
    "depthwise1d_same_stride2": (1, {"kernel_size": [3], "strides": [2], "padding": "same", "activation": "relu"}, (1, 6, 2)),
    "depthwise1d_kernel_above_input": (1, {"kernel_size": [5], "padding": "same", "use_bias": False}, (1, 2, 2)),
    "depthwise2d_dilated": (2, {"kernel_size": [2, 3], "dilation_rate": [2, 1], "depth_multiplier": 2}, (1, 4, 3, 2)),
}

# name: rank, config, input shape
SEPARABLE = {
    "separable1d_valid": (1, {"filters": 4, "kernel_size": [2], "depth_multiplier": 2}, (2, 5, 3)),
    "separable1d_same_stride2": (1, {"filters": 2, "kernel_size": [3], "strides": [2], "padding": "same", "activation": "relu", "use_bias": False}, (1, 6, 2)),
    "separable1d_causal_dilated": (1, {"filters": 2, "kernel_size": [2], "dilation_rate": [2], "padding": "causal"}, (1, 4, 2)),
    "separable2d_dilated": (2, {"filters": 3, "kernel_size": [2, 3], "dilation_rate": [1, 2], "padding": "same"}, (1, 3, 5, 2)),
}

# name: rank, config, input shape
LOCAL = {
    "locally_connected1d": (1, {"filters": 3, "kernel_size": [3]}, (2, 5, 2)),
    "locally_connected1d_stride_above_kernel": (1, {"filters": 2, "kernel_size": [2], "strides": [3], "use_bias": False, "activation": "relu"}, (1, 6, 2)),
    "locally_connected1d_one_place": (1, {"filters": 2, "kernel_size": [4]}, (1, 4, 1)),
    "locally_connected2d": (2, {"filters": 2, "kernel_size": [2, 3]}, (2, 3, 4, 2)),
    "locally_connected2d_strides": (2, {"filters": 2, "kernel_size": [3, 2], "strides": [2, 1], "activation": "tanh"}, (1, 5, 3, 1)),
}


def steps(config, key, rank):
    return per_axis(config.get(key, 1), rank)


def activated(y, config, bias):
    return ACTIVATIONS[config.get("activation", "linear")](y if bias is None else y + bias)


def with_bias(inputs, config, draw, shape, place):
    if config.get("use_bias", True):
        inputs[f"w{place}"] = draw.normal(*shape)
    return inputs


def depthwise(x, kernel, config, rank):
    """Keras' kernel (spatial.., in, multiplier) as a grouped one (spatial.., 1, in * multiplier)."""
    grouped = kernel.reshape(*kernel.shape[:rank], 1, -1)
    return conv(x, grouped, steps(config, "strides", rank), config.get("padding", "valid"), steps(config, "dilation_rate", rank), x.shape[-1])


def locally_connected(x, kernel, config, rank):
    """Places in rows, taps in the order (window.., channels); F.unfold orders them (channels, window..)."""
    window, strides = config["kernel_size"], steps(config, "strides", rank)
    image = channels_first(x if rank == 2 else x[:, None])
    taps, step = (window, strides) if rank == 2 else ([1, *window], [1, *strides])
    patches = F.unfold(image, taps, stride=step).movedim(1, 2)
    patches = patches.unflatten(2, (x.shape[-1], -1)).transpose(2, 3).flatten(2)
    y = torch.einsum("bpk,pkf->bpf", patches, kernel)
    return y.unflatten(1, places(x.shape, config, rank))


def places(shape, config, rank):
    return [(n - k) // s + 1 for n, k, s in zip(shape[1:-1], config["kernel_size"], steps(config, "strides", rank))]


def build(topic):
    for name, (rank, config, shape) in CONV.items():
        draw = topic.draw(name)
        inputs = {"x0": draw.normal(*shape), "w0": draw.normal(*config["kernel_size"], shape[-1] // config.get("groups", 1), config["filters"])}
        add_layer(topic, name, f"Conv{rank}D", config, with_bias(inputs, config, draw, [config["filters"]], 1), lambda x0, w0, w1=None: activated(
            conv(x0, w0, steps(config, "strides", rank), config.get("padding", "valid"), steps(config, "dilation_rate", rank), config.get("groups", 1)),
            config, w1))
    for name, (rank, config, shape) in TRANSPOSED.items():
        draw = topic.draw(name)
        inputs = {"x0": draw.normal(*shape), "w0": draw.normal(*config["kernel_size"], config["filters"], shape[-1])}
        add_layer(topic, name, f"Conv{rank}DTranspose", config, with_bias(inputs, config, draw, [config["filters"]], 1), lambda x0, w0, w1=None: activated(
            conv_transpose(x0, w0, steps(config, "strides", rank), config.get("padding", "valid"), steps(config, "dilation_rate", rank),
                           config.get("output_padding")), config, w1))
    for name, (rank, config, shape) in DEPTHWISE.items():
        draw, multiplier = topic.draw(name), config.get("depth_multiplier", 1)
        inputs = {"x0": draw.normal(*shape), "w0": draw.normal(*config["kernel_size"], shape[-1], multiplier)}
        add_layer(topic, name, f"DepthwiseConv{rank}D", config, with_bias(inputs, config, draw, [shape[-1] * multiplier], 1),
                  lambda x0, w0, w1=None: activated(depthwise(x0, w0, config, rank), config, w1))
    for name, (rank, config, shape) in SEPARABLE.items():
        draw, wide = topic.draw(name), shape[-1] * config.get("depth_multiplier", 1)
        inputs = {"x0": draw.normal(*shape), "w0": draw.normal(*config["kernel_size"], shape[-1], wide // shape[-1]),
                  "w1": draw.normal(*[1] * rank, wide, config["filters"])}
        add_layer(topic, name, f"SeparableConv{rank}D", config, with_bias(inputs, config, draw, [config["filters"]], 2),
                  lambda x0, w0, w1, w2=None: activated(depthwise(x0, w0, config, rank) @ w1.reshape(wide, -1), config, w2))
    for name, (rank, config, shape) in LOCAL.items():
        draw, spots = topic.draw(name), places(shape, config, rank)
        count, taps = 1, shape[-1]
        for spot, k in zip(spots, config["kernel_size"]):
            count, taps = count * spot, taps * k
        inputs = {"x0": draw.normal(*shape), "w0": draw.normal(count, taps, config["filters"])}
        add_layer(topic, name, f"LocallyConnected{rank}D", config, with_bias(inputs, config, draw, [*spots, config["filters"]], 1),
                  lambda x0, w0, w1=None: activated(locally_connected(x0, w0, config, rank), config, w1))
