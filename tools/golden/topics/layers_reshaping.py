"""Reshaping layers that TensorFlow.js lacks, by PyTorch; UpSampling2D's kernels by the rules in resize.py (TensorFlow.js still samples at corners)."""
import torch.nn.functional as F

from .layer_rules import add_layer
from .resize import resize

# name: class, config, input shape, pads (negative: crops) before and after each spatial axis
BORDERS = {
    "cropping1d": ("Cropping1D", {"cropping": [1, 2]}, (2, 5, 2), [(-1, -2)]),
    "cropping1d_nothing": ("Cropping1D", {"cropping": [0, 0]}, (1, 3, 2), [(0, 0)]),
    "cropping3d": ("Cropping3D", {"cropping": [[1, 0], [0, 2], [1, 1]]}, (1, 2, 4, 3, 2), [(-1, 0), (0, -2), (-1, -1)]),
    "zero_padding1d": ("ZeroPadding1D", {"padding": [2, 1]}, (2, 3, 2), [(2, 1)]),
    "zero_padding1d_equal": ("ZeroPadding1D", {"padding": 1}, (1, 1, 2), [(1, 1)]),
    "zero_padding3d": ("ZeroPadding3D", {"padding": [[1, 0], [0, 2], [1, 1]]}, (1, 2, 1, 2, 2), [(1, 0), (0, 2), (1, 1)]),
}

# name: size, input shape
REPEATED = {"up_sampling1d": ([3], (2, 3, 2)), "up_sampling1d_once": ([1], (1, 2, 1)), "up_sampling2d": ([2, 3], (2, 2, 3, 2)), "up_sampling3d": ([2, 1, 3], (1, 2, 2, 1, 2))}


def repeat(x, size):
    for axis, times in enumerate(size):
        x = x.repeat_interleave(times, axis + 1)
    return x


def build(topic):
    for name, (class_name, config, shape, pads) in BORDERS.items():
        amounts = [0, 0] + [amount for pair in reversed(pads) for amount in pair]
        add_layer(topic, name, class_name, config, {"x0": topic.draw(name).normal(*shape)}, lambda x0: F.pad(x0, amounts))
    for name, (size, shape) in REPEATED.items():
        add_layer(topic, name, f"UpSampling{len(size)}D", {"size": size}, {"x0": topic.draw(name).normal(*shape)}, lambda x0: repeat(x0, size))
    for interpolation in ("bilinear", "bicubic", "lanczos3", "lanczos5"):
        for size, shape in (([2, 3], (2, 3, 4, 2)), ([3, 1], (1, 1, 2, 1))):
            name = f"up_sampling2d_{interpolation}_{size[0]}x{size[1]}"
            lengths = [shape[1] * size[0], shape[2] * size[1]]
            add_layer(topic, name, "UpSampling2D", {"size": size, "interpolation": interpolation}, {"x0": topic.draw(name).normal(*shape)},
                      lambda x0: resize(x0, lengths, interpolation, False))
