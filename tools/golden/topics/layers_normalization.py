"""Normalisation layers that TensorFlow.js lacks or cannot differentiate, by Keras' formulas in torch; see normalization.py."""
import torch
import torch.nn.functional as F

from .layer_rules import add_layer
from .normalization import batch_norm_inference, batch_norm_training, group_norm, layer_norm

STEPS = [[1, 1, 0], [1, 0, 0]]


def build_batch(topic):
    def training(x0, w0, w1, w2, w3, axis=-1, mask=None):
        return batch_norm_training(x0, w2, w3, axis, 0.99, 1e-3, w0, w1, mask)["y"]

    for name, shape, axis in (("batch_training_axis1", (3, 2, 4), 1), ("batch_training_one_row", (1, 3), -1)):
        draw, size = topic.draw(name), shape[axis]
        add_layer(topic, name, "BatchNormalization", {"axis": axis}, weights(draw, shape, size), lambda **t: training(**t, axis=axis), training=True,
                  wrt=["x0", "w0", "w1"])
    draw = topic.draw("batch_inference_axis1")
    add_layer(topic, "batch_inference_axis1", "BatchNormalization", {"axis": 1}, weights(draw, (2, 3, 2, 2), 3),
              lambda x0, w0, w1, w2, w3: batch_norm_inference(x0, w2, w3, 1, 1e-3, w0, w1), wrt=["x0", "w0", "w1"])
    draw = topic.draw("batch_training_mask")
    add_layer(topic, "batch_training_mask", "BatchNormalization", {}, {**weights(draw, (2, 3, 2), 2), "x0.mask": STEPS},
              lambda x0_mask, **t: {"y0": training(**t, mask=x0_mask), "y0.mask": x0_mask > 0}, training=True, wrt=["x0", "w0", "w1"])
    draw = topic.draw("batch_plain")
    add_layer(topic, "batch_inference_plain", "BatchNormalization", {"center": False, "scale": False},
              {"x0": draw.normal(3, 4), "w0": draw.normal(4), "w1": draw.uniform(4)},
              lambda x0, w0, w1: (x0 - w0) / torch.sqrt(w1 + 1e-3), wrt=["x0"])


def weights(draw, shape, size):
    return {"x0": draw.normal(*shape), "w0": draw.normal(size) + 1, "w1": draw.normal(size), "w2": draw.normal(size), "w3": draw.uniform(size)}


def spectral(x, kernel, u, bias, iterations, layer):
    """Keras: the normalised kernel takes the kernel's place, so gradients are those with respect to it."""
    w = kernel.detach().reshape(-1, kernel.shape[-1])
    for _ in range(iterations):
        v = F.normalize(u @ w.T)
        u = F.normalize(v @ w)
    normalized = kernel.detach() / (v @ w @ u.T)
    return layer(x, normalized + (kernel - kernel.detach()), bias)


def build_spectral(topic):
    dense = {"class_name": "Dense", "config": {"units": 4}}
    for name, iterations in (("spectral_dense", 1), ("spectral_dense_three_iterations", 3)):
        draw = topic.draw(name)
        inputs = {"x0": draw.normal(2, 3), "w0": draw.normal(3, 4), "w1": draw.normal(1, 4), "w2": draw.normal(4)}
        add_layer(topic, f"{name}_training", "SpectralNormalization", {"layer": dense, "power_iterations": iterations}, inputs,
                  lambda x0, w0, w1, w2: spectral(x0, w0, w1, w2, iterations, lambda x, w, b: x @ w + b), training=True, wrt=["x0", "w0", "w2"])
    draw = topic.draw("spectral")
    add_layer(topic, "spectral_dense_inference", "SpectralNormalization", {"layer": dense},
              {"x0": draw.normal(2, 3), "w0": draw.normal(3, 4), "w1": draw.normal(1, 4), "w2": draw.normal(4)},
              lambda x0, w0, w1, w2: x0 @ w0 + w2, wrt=["x0", "w0", "w2"])
    conv = {"class_name": "Conv1D", "config": {"filters": 2, "kernel_size": [2]}}
    add_layer(topic, "spectral_conv1d_training", "SpectralNormalization", {"layer": conv},
              {"x0": draw.normal(2, 4, 3), "w0": draw.normal(2, 3, 2), "w1": draw.normal(1, 2), "w2": draw.normal(2)},
              lambda x0, w0, w1, w2: spectral(x0, w0, w1, w2, 1, lambda x, w, b: F.conv1d(x.movedim(-1, 1), w.permute(2, 1, 0)).movedim(1, -1) + b),
              training=True, wrt=["x0", "w0", "w2"])


def build(topic):
    build_batch(topic)
    build_spectral(topic)
    for name, axes, affine in (("layer_plain", [-1], False), ("layer_last_two_axes", [-2, -1], True)):
        draw, shape = topic.draw(name), (2, 3, 4)
        inputs = {"x0": draw.normal(*shape), "x0.mask": STEPS}
        if affine:
            inputs.update(w0=draw.normal(*shape[-len(axes):]) + 1, w1=draw.normal(*shape[-len(axes):]))
        add_layer(topic, name, "LayerNormalization", {"axis": axes, "center": affine, "scale": affine}, inputs,
                  lambda x0, x0_mask, w0=None, w1=None: {"y0": layer_norm(x0, axes, 1e-3, w0, w1), "y0.mask": x0_mask > 0})
    for name, groups, shape in (("group_two", 2, (2, 3, 2, 4)), ("group_instance", -1, (2, 3, 4)), ("group_one", 1, (1, 2, 2, 3)), ("group_vectors", 2, (3, 6))):
        draw, size = topic.draw(name), shape[-1]
        add_layer(topic, name, "GroupNormalization", {"groups": groups}, {"x0": draw.normal(*shape), "w0": draw.normal(size) + 1, "w1": draw.normal(size)},
                  lambda x0, w0, w1: group_norm(x0, size if groups == -1 else groups, 1e-3, w0, w1))
    draw = topic.draw("group_axis1")
    add_layer(topic, "group_axis1", "GroupNormalization", {"groups": 2, "axis": 1, "epsilon": 0.125},
              {"x0": draw.normal(2, 4, 3), "w0": draw.normal(4) + 1, "w1": draw.normal(4)}, lambda x0, w0, w1: F.group_norm(x0, 2, w0, w1, 0.125))
    for name, axes, shape in (("rms", [-1], (3, 5)), ("rms_two_axes", [-2, -1], (2, 3, 4))):
        draw = topic.draw(name)
        add_layer(topic, name, "RMSNormalization", {"axis": axes if len(axes) > 1 else -1}, {"x0": draw.normal(*shape), "w0": draw.normal(*shape[-len(axes):]) + 1},
                  lambda x0, w0: x0 * torch.rsqrt((x0 ** 2).mean(axes, keepdim=True) + 1e-6) * w0)
    for name, axis, shape in (("unit", -1, (3, 5)), ("unit_axis1", 1, (2, 3, 4))):
        add_layer(topic, name, "UnitNormalization", {"axis": axis}, {"x0": topic.draw(name).normal(*shape)}, lambda x0: F.normalize(x0, dim=axis))
    for name, radius, bias, alpha, beta, shape in (("local_response", 5, 1, 1, 0.5, (2, 3, 4)), ("local_response_narrow", 1, 2, 0.5, 0.75, (1, 2, 2, 6)),
                                                   ("local_response_itself", 0, 1, 1, 1, (2, 1, 3))):
        # PyTorch divides alpha by the number of channels in the window.
        add_layer(topic, name, "LocalResponseNormalization", {"depth_radius": radius, "bias": bias, "alpha": alpha, "beta": beta},
                  {"x0": topic.draw(name).normal(*shape)},
                  lambda x0: F.local_response_norm(x0.movedim(-1, 1), 2 * radius + 1, alpha * (2 * radius + 1), beta, bias).movedim(1, -1))
