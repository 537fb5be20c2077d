"""The 30 activations of keras.activations with Keras' defaults.

Two cases each: `<name>` on a grid that stays off every kink, with gradients, and `<name>_kinks`, values only at the kinks.
"""
import math

import torch
import torch.nn.functional as F

GRID = [-1000, -100, -30, -20, -10, -7.5, -6.25, -5, -4, -3.25, -2.75, -2, -1.5, -1.125, -0.875, -0.625, -0.4375, -0.25, -0.0625, -2 ** -10,
        2 ** -10, 0.0625, 0.25, 0.4375, 0.625, 0.875, 1.125, 1.5, 2, 2.75, 3.25, 4, 5, 6.25, 7.5, 10, 20, 30, 100, 1000]
KINKS = [-6, -3, -1, -0.5, 0, 0.5, 1, 3, 6]
ROWS = [[0.5, -1.25, 2.0, 0.25], [1000.0, 1001.0, 999.0, 998.5], [-1000.0, 1000.0, 0.0, 3.0], [0.125, 0.125, 0.125, 0.125],
        [-80.0, -81.0, -80.5, -200.0], [0.75, 0.5, 0.625, -0.25]]


def relu(x, negative_slope=0.0, max_value=None, threshold=0.0):
    y = torch.where(x > threshold, x, negative_slope * (x - threshold))
    return y if max_value is None else torch.where(x >= max_value, torch.full_like(x, max_value), y)


def hard_sigmoid(x):
    return (x / 6 + 0.5).clamp(0, 1)


def squareplus(x, b=4.0):
    """(x + sqrt(x^2 + b)) / 2, without cancellation for negative x."""
    root = torch.sqrt(x * x + b)
    return torch.where(x < 0, b / (2 * (root - torch.where(x < 0, x, -x))), (x + root) / 2)


def gelu_exact(x):
    """x * Phi(x) through erfc, which keeps its digits for very negative x where 1 + erf(x) has none."""
    return 0.5 * x * torch.special.erfc(-x / math.sqrt(2))


def sparse_plus(x):
    return torch.where(x <= -1, torch.zeros_like(x), torch.where(x < 1, 0.25 * (x + 1) ** 2, x))


def sparsemax(x):
    """Projection of the last axis onto the simplex (Martins and Astudillo 2016). Keras' own version fails for more than one survivor."""
    z = torch.sort(x, dim=-1, descending=True).values
    count = torch.arange(1, x.shape[-1] + 1, dtype=x.dtype)
    support = (1 + count * z > z.cumsum(-1)).sum(-1, keepdim=True)
    tau = (z.cumsum(-1).gather(-1, support - 1) - 1) / support
    return (x - tau).clamp(min=0)


def glu(x):
    left, right = x.chunk(2, dim=-1)
    return left * torch.sigmoid(right)


# name: function, attributes
ELEMENTWISE = {
    "celu": (lambda x: F.celu(x), {"alpha": 1.0}),
    "celu_alpha2": (lambda x: F.celu(x, 2.0), {"alpha": 2.0}),
    "elu": (lambda x: F.elu(x), {"alpha": 1.0}),
    "elu_alpha_half": (lambda x: F.elu(x, 0.5), {"alpha": 0.5}),
    "exponential": (torch.exp, {}),
    "gelu": (gelu_exact, {"approximate": False}),
    "gelu_approximate": (lambda x: F.gelu(x, approximate="tanh"), {"approximate": True}),
    "hard_shrink": (lambda x: F.hardshrink(x, 0.5), {"threshold": 0.5}),
    "hard_sigmoid": (hard_sigmoid, {}),
    "hard_silu": (lambda x: x * hard_sigmoid(x), {}),
    "hard_tanh": (lambda x: x.clamp(-1, 1), {}),
    "leaky_relu": (lambda x: F.leaky_relu(x, 0.2), {"negative_slope": 0.2}),
    "linear": (lambda x: x * 1.0, {}),
    "log_sigmoid": (F.logsigmoid, {}),
    "mish": (F.mish, {}),
    "relu": (relu, {"negative_slope": 0.0, "max_value": None, "threshold": 0.0}),
    "relu_slope_max_threshold": (lambda x: relu(x, 0.1, 5.5, 0.75), {"negative_slope": 0.1, "max_value": 5.5, "threshold": 0.75}),
    "relu6": (lambda x: relu(x, max_value=6.0), {}),
    "selu": (lambda x: 1.0507009873554805 * F.elu(x, 1.6732632423543772), {}),
    "sigmoid": (torch.sigmoid, {}),
    "silu": (lambda x: x * torch.sigmoid(x), {}),
    "soft_shrink": (lambda x: F.softshrink(x, 0.5), {"threshold": 0.5}),
    "softplus": (lambda x: torch.logaddexp(x, torch.zeros_like(x)), {}),
    "softsign": (lambda x: x / (1 + x.abs()), {}),
    "sparse_plus": (sparse_plus, {}),
    "sparse_sigmoid": (lambda x: (0.5 * (x + 1)).clamp(0, 1), {}),
    "squareplus": (squareplus, {"b": 4.0}),
    "tanh": (torch.tanh, {}),
    "tanh_shrink": (lambda x: x - torch.tanh(x), {}),
    "threshold": (lambda x: torch.where(x > 0.5, x, torch.full_like(x, -1.0)), {"threshold": 0.5, "default_value": -1.0}),
}


def build(topic):
    for name, (function, attributes) in ELEMENTWISE.items():
        stem = name.split("_alpha")[0].replace("_approximate", "").replace("_slope_max_threshold", "")
        grid = [v for v in GRID if name != "exponential" or v <= 80]
        topic.add_with_gradients(name, {"op": stem, **attributes}, {"x": [float(v) for v in grid]}, lambda x: function(x))
        kinks = {"x": [float(v) for v in KINKS]}
        topic.add_with_gradients(name + "_kinks", {"op": stem, **attributes}, kinks, lambda x: function(x), wrt=[])
    for name, function in (("softmax", lambda x: torch.softmax(x, -1)), ("log_softmax", lambda x: torch.log_softmax(x, -1)),
                           ("sparsemax", sparsemax), ("glu", glu)):
        topic.add_with_gradients(name, {"op": name, "axis": -1}, {"x": ROWS}, function)
    for name, function in (("softmax", torch.softmax), ("log_softmax", torch.log_softmax)):
        inputs = {"x": topic.draw(name + "_axis1").normal(2, 4, 3, scale=3)}
        topic.add_with_gradients(name + "_axis1", {"op": name, "axis": 1}, inputs, lambda x: function(x, 1))
    wide = {"x": topic.draw("softmax_wide").normal(2, 37, scale=4)}
    topic.add_with_gradients("softmax_wide", {"op": "softmax", "axis": -1}, wide, lambda x: torch.softmax(x, -1))
    wide = {"x": topic.draw("sparsemax_wide").distinct(3, 12) / 4}
    topic.add_with_gradients("sparsemax_wide", {"op": "sparsemax", "axis": -1}, wide, sparsemax)
