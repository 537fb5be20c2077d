"""Normalisations by Keras' formulas (biased variance, Keras' epsilons), written with torch ops so that autograd gives the gradients.

Where PyTorch has the same rule under the same epsilon, the result is asserted against it.
"""
import torch
import torch.nn.functional as F


def along(vector, x, axis):
    """A vector of one axis, reshaped to broadcast over x."""
    shape = [1] * x.dim()
    shape[axis] = -1
    return vector.reshape(shape)


def batch_norm_training(x, moving_mean, moving_variance, axis, momentum, epsilon, gamma=None, beta=None, mask=None):
    axes = [i for i in range(x.dim()) if i != axis % x.dim()]
    if mask is None:
        mean, variance = x.mean(axes), x.var(axes, unbiased=False)
    else:  # Keras: masked steps are excluded, the count gets 1e-7 added
        weights = mask.to(x.dtype)[..., None]
        count = weights.sum() + 1e-7
        mean = (weights * x).sum(axes) / count
        variance = (weights * (x - mean) ** 2).sum(axes) / count
    y = (x - along(mean, x, axis)) / torch.sqrt(along(variance, x, axis) + epsilon)
    y = y if gamma is None else y * along(gamma, x, axis)
    y = y if beta is None else y + along(beta, x, axis)
    return {"y": y,
            "new_moving_mean": (moving_mean * momentum + mean * (1 - momentum)).detach(),
            "new_moving_variance": (moving_variance * momentum + variance * (1 - momentum)).detach()}


def batch_norm_inference(x, moving_mean, moving_variance, axis, epsilon, gamma, beta):
    y = (x - along(moving_mean, x, axis)) / torch.sqrt(along(moving_variance, x, axis) + epsilon)
    return y * along(gamma, x, axis) + along(beta, x, axis)


def layer_norm(x, axes, epsilon, gamma=None, beta=None):
    y = (x - x.mean(axes, keepdim=True)) / torch.sqrt(x.var(axes, unbiased=False, keepdim=True) + epsilon)
    y = y if gamma is None else y * gamma
    y = y if beta is None else y + beta
    if axes == list(range(-len(axes), 0)):
        torch.testing.assert_close(y, F.layer_norm(x, x.shape[-len(axes):], gamma, beta, epsilon))
    return y


def group_norm(x, groups, epsilon, gamma, beta):
    y = x.reshape(*x.shape[:-1], groups, x.shape[-1] // groups)
    axes = [i for i in range(1, y.dim()) if i != y.dim() - 2]
    y = (y - y.mean(axes, keepdim=True)) / torch.sqrt(y.var(axes, unbiased=False, keepdim=True) + epsilon)
    y = y.reshape(x.shape) * gamma + beta
    torch.testing.assert_close(y, F.group_norm(x.movedim(-1, 1), groups, gamma, beta, epsilon).movedim(1, -1))
    return y


# name: input shape, axis, momentum, epsilon, scale, center
BATCH_NORM = {
    "batch_norm_training_dense": ((6, 3), -1, 0.99, 1e-3, True, True),
    "batch_norm_training_image": ((2, 3, 4, 3), -1, 0.99, 1e-3, True, True),
    "batch_norm_training_axis1": ((3, 2, 4), 1, 0.9, 1e-5, True, True),
    "batch_norm_training_no_scale": ((5, 3), -1, 0.99, 1e-3, False, True),
    "batch_norm_training_no_center": ((5, 3), -1, 0.99, 1e-3, True, False),
    "batch_norm_training_one_row": ((1, 3), -1, 0.99, 1e-3, True, True),
}


def build_batch_norm(topic):
    for name, (shape, axis, momentum, epsilon, scale, center) in BATCH_NORM.items():
        draw, size = topic.draw(name), shape[axis]
        attributes = {"op": "batch_normalization", "training": True, "axis": axis, "momentum": momentum, "epsilon": epsilon,
                      "scale": scale, "center": center}
        inputs = {"x": draw.normal(*shape, scale=2) + 1, "moving_mean": draw.normal(size), "moving_variance": draw.uniform(size)}
        if scale:
            inputs["gamma"] = draw.normal(size) + 1
        if center:
            inputs["beta"] = draw.normal(size)
        wrt = [key for key in inputs if not key.startswith("moving")]
        topic.add_with_gradients(name, attributes, inputs,
                                 lambda **t: batch_norm_training(**t, axis=axis, momentum=momentum, epsilon=epsilon), wrt)
    draw = topic.draw("batch_norm_training_mask")
    inputs = {"x": draw.normal(3, 4, 2), "moving_mean": draw.normal(2), "moving_variance": draw.uniform(2), "gamma": draw.normal(2) + 1,
              "beta": draw.normal(2), "mask": [[1, 1, 1, 0], [1, 0, 0, 0], [1, 1, 1, 1]]}
    topic.add_with_gradients(
        "batch_norm_training_mask",
        {"op": "batch_normalization", "training": True, "axis": -1, "momentum": 0.99, "epsilon": 1e-3, "scale": True, "center": True},
        inputs, lambda **t: batch_norm_training(**t, axis=-1, momentum=0.99, epsilon=1e-3), ["x", "gamma", "beta"])
    for name, shape, axis in (("batch_norm_inference", (2, 3, 2, 3), -1), ("batch_norm_inference_axis1", (2, 3, 4), 1)):
        draw, size = topic.draw(name), shape[axis]
        inputs = {"x": draw.normal(*shape), "moving_mean": draw.normal(size), "moving_variance": draw.uniform(size),
                  "gamma": draw.normal(size) + 1, "beta": draw.normal(size)}
        topic.add_with_gradients(
            name, {"op": "batch_normalization", "training": False, "axis": axis, "momentum": 0.99, "epsilon": 1e-3,
                   "scale": True, "center": True},
            inputs, lambda **t: batch_norm_inference(**t, axis=axis, epsilon=1e-3), ["x", "gamma", "beta"])


# name: input shape, axes, gamma and beta
LAYER_NORM = {
    "layer_norm_last_axis": ((2, 3, 5), [-1], True),
    "layer_norm_last_two_axes": ((2, 3, 4), [-2, -1], True),
    "layer_norm_no_scale_no_center": ((4, 5), [-1], False),
    "layer_norm_wide": ((2, 33), [-1], True),
}


def build(topic):
    build_batch_norm(topic)
    for name, (shape, axes, affine) in LAYER_NORM.items():
        draw, width = topic.draw(name), shape[-len(axes):]
        inputs = {"x": draw.normal(*shape, scale=2) + 3}
        if affine:
            inputs.update(gamma=draw.normal(*width) + 1, beta=draw.normal(*width))
        topic.add_with_gradients(name, {"op": "layer_normalization", "axis": axes, "epsilon": 1e-3, "scale": affine, "center": affine},
                                 inputs, lambda **t: layer_norm(**t, axes=axes, epsilon=1e-3))
    for name, groups in (("group_norm_2_groups", 2), ("group_norm_instance", 4), ("group_norm_one_group", 1)):
        draw = topic.draw(name)
        inputs = {"x": draw.normal(2, 3, 2, 4), "gamma": draw.normal(4) + 1, "beta": draw.normal(4)}
        topic.add_with_gradients(name, {"op": "group_normalization", "groups": groups, "axis": -1, "epsilon": 1e-3}, inputs,
                                 lambda **t: group_norm(**t, groups=groups, epsilon=1e-3))
    draw = topic.draw("rms_norm")
    topic.add_with_gradients("rms_norm", {"op": "rms_normalization", "axis": -1, "epsilon": 1e-6},
                             {"x": draw.normal(3, 5), "gamma": draw.normal(5) + 1},
                             lambda x, gamma: x * torch.rsqrt((x ** 2).mean(-1, keepdim=True) + 1e-6) * gamma)
    topic.add_with_gradients("unit_norm", {"op": "unit_normalization", "axis": -1}, {"x": topic.draw("unit_norm").normal(3, 5)},
                             lambda x: x * torch.rsqrt((x ** 2).sum(-1, keepdim=True).clamp(min=1e-24)))
