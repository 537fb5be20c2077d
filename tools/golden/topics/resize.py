"""Resizing of channels-last data with half-pixel centers. Nearest, bilinear, and the antialiased bilinear and bicubic kernels by PyTorch.

PyTorch's plain bicubic has another coefficient (a = -0.75), and it has no Lanczos kernel: these are dense matrices built here by the rule of
TensorFlow's `scale_and_translate` (kernel over distances, normalised over the samples that exist).
"""
import numpy as np
import torch
import torch.nn.functional as F

from .conv import channels_first, channels_last


def keys(t):
    t = np.abs(t)
    return np.where(t <= 1, 1.5 * t ** 3 - 2.5 * t ** 2 + 1, np.where(t < 2, -0.5 * t ** 3 + 2.5 * t ** 2 - 4 * t + 2, 0))


def lanczos(radius):
    return lambda t: np.where(np.abs(t) < radius, np.sinc(t) * np.sinc(t / radius), 0)


KERNELS = {"bicubic": keys, "lanczos3": lanczos(3), "lanczos5": lanczos(5)}


def matrix(length, size, kernel, antialias):
    width = max(1.0, length / size) if antialias else 1.0
    places = (np.arange(size)[:, None] + 0.5) * length / size
    weights = kernel((np.arange(length)[None] + 0.5 - places) / width)
    return torch.tensor(weights / weights.sum(1, keepdims=True))


def by_matrices(x, size, interpolation, antialias):
    for axis, length in enumerate(size):
        m = matrix(x.shape[axis + 1], length, KERNELS[interpolation], antialias)
        x = torch.movedim(torch.tensordot(m, x, dims=([1], [axis + 1])), 0, axis + 1)
    return x


def resize(x, size, interpolation, antialias):
    rank = len(size)
    if interpolation == "nearest":
        return channels_last(F.interpolate(channels_first(x), size=size, mode="nearest-exact"))
    # The antialiased bicubic kernel of PyTorch is Keys' (a = -0.5); where the image grows it is the plain one.
    grows = all(new >= old for new, old in zip(size, x.shape[1:-1]))
    if interpolation == "bilinear" or interpolation == "bicubic" and rank == 2 and (antialias or grows):
        mode = {1: "linear", 2: "bilinear", 3: "trilinear"}[rank] if interpolation == "bilinear" else "bicubic"
        smooth = antialias or interpolation == "bicubic"
        return channels_last(F.interpolate(channels_first(x), size=size, mode=mode, align_corners=False, antialias=smooth))
    return by_matrices(x, size, interpolation, antialias)


# name: input shape, size
CASES = {
    "1d_larger": ((2, 4, 2), (9,)),
    "2d_larger": ((1, 3, 4, 2), (6, 12)),
    "2d_uneven": ((2, 5, 3, 1), (7, 4)),
    "2d_smaller": ((1, 9, 7, 2), (4, 2)),
    "2d_one_sample": ((1, 1, 5, 1), (3, 1)),
    "3d": ((1, 3, 2, 5, 1), (4, 5, 3)),
}


def build(topic):
    for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"):
        for antialias in (False, True):
            for suffix, (shape, size) in CASES.items():
                if antialias and (interpolation == "nearest" or interpolation == "bilinear" and len(size) != 2):
                    continue
                name = f"{interpolation}_{'antialias_' if antialias else ''}{suffix}"
                attributes = {"op": "resize", "size": list(size), "interpolation": interpolation, "antialias": antialias}
                topic.add_with_gradients(name, attributes, {"x": topic.draw(name).normal(*shape)},
                                         lambda x: resize(x, size, interpolation, antialias))
