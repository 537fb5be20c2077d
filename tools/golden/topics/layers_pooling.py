"""Pooling layers that TensorFlow.js lacks or cannot differentiate: averages with `same` padding, adaptive and global ones, those with indices, masks."""
import torch
import torch.nn.functional as F

from .conv import channels_first, channels_last, padding_pairs, pad_spatial
from .layer_rules import add_layer
from .pooling import pool

ADAPTIVE = {
    ("Average", 1): F.adaptive_avg_pool1d, ("Average", 2): F.adaptive_avg_pool2d, ("Average", 3): F.adaptive_avg_pool3d,
    ("Max", 1): F.adaptive_max_pool1d, ("Max", 2): F.adaptive_max_pool2d, ("Max", 3): F.adaptive_max_pool3d,
}

# name: output size, input shape
ADAPTIVE_CASES = {
    "1d": ([3], (2, 7, 2)), "1d_larger": ([5], (1, 3, 2)), "1d_whole": ([1], (2, 4, 2)), "2d": ([2, 3], (2, 5, 4, 2)),
    "2d_equal_windows": ([2, 2], (1, 4, 6, 2)), "2d_same_size": ([3, 2], (1, 3, 2, 2)), "3d": ([2, 1, 3], (1, 3, 2, 5, 2)),
}

SAME = {"1d": ([3], [2], (2, 6, 2)), "1d_window_above_input": ([5], [1], (1, 3, 2)), "2d": ([2, 3], [1, 2], (1, 3, 5, 2)), "3d": ([3, 2, 2], [2, 1, 2], (1, 3, 3, 4, 1))}

MAX = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
UNPOOL = {1: F.max_unpool1d, 2: F.max_unpool2d, 3: F.max_unpool3d}

# name: config, input shape
INDEXED = {
    "1d": ({"pool_size": [2]}, (2, 6, 2)),
    "1d_stride_above_window": ({"pool_size": [2], "strides": [3]}, (2, 6, 2)),
    "2d": ({"pool_size": [2, 2]}, (2, 4, 5, 3)),
    "2d_overlapping": ({"pool_size": [3, 2], "strides": [1, 1]}, (1, 4, 3, 2)),
    "2d_same": ({"pool_size": [3, 2], "strides": [2, 2], "padding": "same"}, (1, 5, 3, 2)),
    "3d": ({"pool_size": [2, 1, 2]}, (1, 4, 2, 4, 2)),
}


def pool_with_indices(x, config):
    """PyTorch numbers the places of one channel, TensorFlow (and we) those of the whole image; padding is cut off the numbers."""
    rank, window = x.dim() - 2, config["pool_size"]
    strides = config.get("strides", window)
    pairs = padding_pairs(config.get("padding", "valid"), x.shape[1:-1], window, strides, [1] * rank)
    data = pad_spatial(channels_first(x), pairs, float("-inf"))
    values, places = MAX[rank](data, window, strides, return_indices=True)
    places, coordinates = channels_last(places), []
    for length in reversed(data.shape[2:]):
        coordinates.insert(0, places % length)
        places = places // length
    flat = 0
    for coordinate, (before, _), length in zip(coordinates, pairs, x.shape[1:-1]):
        flat = flat * length + (coordinate - before)
    return channels_last(values), flat * x.shape[-1] + torch.arange(x.shape[-1])


def outputs_of(x, config):
    return pool_with_indices(torch.tensor(x), config)[0].shape[1:-1]


def unpool(x, places, config, lengths):
    rank, window = x.dim() - 2, config["pool_size"]
    spatial = channels_first((places - torch.arange(places.shape[-1])) // places.shape[-1])
    y = channels_last(UNPOOL[rank](channels_first(x), spatial, window, config.get("strides", window), output_size=lengths))
    torch.testing.assert_close(y, by_scatter(x, places, lengths))
    return y


def by_scatter(x, places, lengths):
    """Values of one place are added."""
    count = x.shape[-1]
    for length in lengths:
        count *= length
    flat = torch.zeros(x.shape[0], count).scatter_add(1, places.flatten(1), x.flatten(1))
    return flat.reshape(x.shape[0], *lengths, x.shape[-1])


def build(topic):
    for kind in ("Max", "Average"):
        for suffix, (size, shape) in ADAPTIVE_CASES.items():
            name, rank = f"adaptive_{kind.lower()}_{suffix}", len(size)
            add_layer(topic, name, f"Adaptive{kind}Pooling{rank}D", {"output_size": size}, {"x0": topic.draw(name).distinct(*shape)},
                      lambda x0: channels_last(ADAPTIVE[kind, rank](channels_first(x0), size)))
    for suffix, (window, strides, shape) in SAME.items():
        name = f"average_same_{suffix}"
        add_layer(topic, name, f"AveragePooling{len(window)}D", {"pool_size": window, "strides": strides, "padding": "same"},
                  {"x0": topic.draw(name).normal(*shape)}, lambda x0: pool(x0, "average", window, strides, "same"))
    for rank, shape in {1: (2, 4, 3), 2: (2, 3, 2, 3), 3: (2, 3, 2, 2, 3)}.items():
        for kind, keep in (("Max", False), ("Average", False), ("Max", True), ("Average", True)):
            name, axes = f"global_{kind.lower()}_{rank}d{'_keepdims' if keep else ''}", list(range(1, rank + 1))
            add_layer(topic, name, f"Global{kind}Pooling{rank}D", {"keepdims": keep}, {"x0": topic.draw(name).distinct(*shape)},
                      lambda x0: x0.amax(axes, keepdim=keep) if kind == "Max" else x0.mean(axes, keepdim=keep))
    add_layer(topic, "global_average_1d_mask", "GlobalAveragePooling1D", {},
              {"x0": topic.draw("global_average_1d_mask").normal(3, 4, 2), "x0.mask": [[1, 1, 0, 0], [1, 0, 1, 1], [0, 0, 0, 1]]},
              lambda x0, x0_mask: (x0 * x0_mask[..., None]).sum(1) / x0_mask.sum(1)[:, None])
    for suffix, (config, shape) in INDEXED.items():
        rank, name = len(shape) - 2, f"max_with_indices_{suffix}"
        x = topic.draw(name).distinct(*shape)

        def with_indices(x0):
            values, places = pool_with_indices(x0, config)
            return {"y0": values, "y1": places}
        add_layer(topic, name, f"MaxPoolingWithIndices{rank}D", config, {"x0": x}, with_indices)
        strides = config.get("strides", config["pool_size"])
        if config.get("padding") == "same" or any(step < length for step, length in zip(strides, config["pool_size"])):
            continue
        name = f"max_unpooling_{suffix}"
        lengths = [(n - 1) * step + length for n, step, length in zip(outputs_of(x, config), strides, config["pool_size"])]
        places = pool_with_indices(torch.tensor(topic.draw(name).distinct(shape[0], *lengths, shape[-1])), config)[1]
        add_layer(topic, name, f"MaxUnpooling{rank}D", config, {"x0": topic.draw(name).normal(*places.shape), "x1": places},
                  lambda x0, x1: unpool(x0, x1, config, lengths), dtypes={"x1": "int32"})
    draw = topic.draw("max_unpooling_2d_same")
    config, lengths = {"pool_size": [3, 2], "strides": [2, 2], "padding": "same"}, [6, 4]
    places = pool_with_indices(torch.tensor(draw.distinct(2, *lengths, 2)), config)[1]
    add_layer(topic, "max_unpooling_2d_same", "MaxUnpooling2D", config, {"x0": draw.normal(*places.shape), "x1": places},
              lambda x0, x1: by_scatter(x0, x1, lengths), dtypes={"x1": "int32"})
