"""Activation layers with settings that TensorFlow.js lacks, and their masks."""
import torch
import torch.nn.functional as F

from .layer_rules import add_layer

STEPS = [[1, 1, 0], [1, 0, 0]]


def relu(x, slope=0.0, maximum=None, threshold=0.0):
    """Keras: max where x >= max, x where threshold <= x < max, else slope * (x - threshold)."""
    y = torch.where(x >= threshold, x, slope * (x - threshold))
    return y if maximum is None else torch.where(x >= maximum, torch.full_like(x, maximum), y)


# name: class, config, function
CASES = {
    "elu_alpha": ("ELU", {"alpha": 0.5}, lambda x: F.elu(x, 0.5)),
    "leaky_relu": ("LeakyReLU", {}, lambda x: F.leaky_relu(x, 0.3)),
    "relu_slope": ("ReLU", {"negative_slope": 0.25}, lambda x: relu(x, 0.25)),
    "relu_all": ("ReLU", {"max_value": 1.5, "negative_slope": 0.125, "threshold": 0.375}, lambda x: relu(x, 0.125, 1.5, 0.375)),
    "relu_max_value": ("ReLU", {"max_value": 0.75}, lambda x: x.clamp(0, 0.75)),
    "softmax_two_axes": ("Softmax", {"axis": [1, 2]}, lambda x: torch.softmax(x.flatten(1), 1).reshape(x.shape)),
    "activation_gelu": ("Activation", {"activation": "gelu"}, F.gelu),
    "activation_silu": ("Activation", {"activation": "silu"}, F.silu),
    "activation_hard_sigmoid": ("Activation", {"activation": "hard_sigmoid"}, F.hardsigmoid),
}


def build(topic):
    for name, (class_name, config, function) in CASES.items():
        # Odd multiples of 1/32: no value stands on a kink.
        x = topic.draw(name).distinct(2, 3, 2) * 2 + 1 / 32
        add_layer(topic, name, class_name, config, {"x0": x}, lambda x0: function(x0))
        if class_name != "Softmax":
            add_layer(topic, f"{name}_mask", class_name, config, {"x0": x, "x0.mask": STEPS},
                      lambda x0, x0_mask: {"y0": function(x0), "y0.mask": x0_mask > 0})
    draw = topic.draw("softmax")
    add_layer(topic, "softmax_large", "Softmax", {}, {"x0": draw.normal(2, 4) * 64}, lambda x0: torch.softmax(x0, -1))
    draw = topic.draw("softmax_mask")
    add_layer(topic, "softmax_mask", "Softmax", {}, {"x0": draw.normal(2, 3), "x0.mask": STEPS},
              lambda x0, x0_mask: {"y0": torch.softmax(x0.masked_fill(x0_mask == 0, -1e9), -1), "y0.mask": x0_mask > 0})
    draw = topic.draw("prelu_mask")
    add_layer(topic, "prelu_mask", "PReLU", {"shared_axes": [1]}, {"x0": draw.normal(2, 3, 4), "x0.mask": STEPS, "w0": draw.normal(1, 4)},
              lambda x0, x0_mask, w0: {"y0": torch.where(x0 > 0, x0, w0 * x0), "y0.mask": x0_mask > 0})
