"""Rescaling, and Normalization with mean and variance given or learnt, by Keras' formulas in torch."""
import torch

from .layer_rules import add_layer


def normalize(x, mean, variance, invert=False):
    deviation = torch.sqrt(torch.as_tensor(variance, dtype=x.dtype)).clamp(min=1e-7)
    mean = torch.as_tensor(mean, dtype=x.dtype)
    return x * deviation + mean if invert else (x - mean) / deviation


def build(topic):
    for name, config in (("rescaling", {"scale": 0.25}), ("rescaling_offset", {"scale": 1 / 128, "offset": -1.0})):
        add_layer(topic, name, "Rescaling", config, {"x0": topic.draw(name).normal(2, 3, 2)}, lambda x0: x0 * config["scale"] + config.get("offset", 0.0))
    steps = [{"class_name": "Rescaling", "config": {"scale": 0.25, "offset": 1.0}},
             {"class_name": "Normalization", "config": {"axis": -1, "mean": [0.5, -1.0], "variance": [0.25, 4.0]}}]
    add_layer(topic, "pipeline", "Pipeline", {"layers": steps}, {"x0": topic.draw("pipeline").normal(3, 2)},
              lambda x0: normalize(x0 * 0.25 + 1.0, [0.5, -1.0], [0.25, 4.0]))
    for name, config, shape in (
            ("normalization_given", {"axis": -1, "mean": [0.5, -1.0, 2.0], "variance": [0.25, 4.0, 1.0]}, (4, 3)),
            ("normalization_given_inverted", {"axis": -1, "mean": [0.5, -1.0, 2.0], "variance": [0.25, 4.0, 1.0], "invert": True}, (2, 2, 3)),
            ("normalization_one_number", {"axis": [], "mean": 0.5, "variance": 2.25}, (1, 2, 2)),
            ("normalization_no_variance", {"axis": -1, "mean": [0.5, -1.0], "variance": [0.0, 1.0]}, (2, 2))):
        add_layer(topic, name, "Normalization", config, {"x0": topic.draw(name).normal(*shape)},
                  lambda x0: normalize(x0, config["mean"], config["variance"], config.get("invert", False)))
    for name, shape, axis in (("normalization_learnt", (4, 3), -1), ("normalization_learnt_axis1", (2, 3, 2), 1)):
        draw, size = topic.draw(name), shape[axis]
        along = [-1 if i == axis % len(shape) else 1 for i in range(len(shape))]
        add_layer(topic, name, "Normalization", {"axis": axis}, {"x0": draw.normal(*shape), "w0": draw.normal(size), "w1": draw.uniform(size), "w2": 7},
                  lambda x0, w0, w1, w2: normalize(x0, w0.reshape(along), w1.reshape(along)), wrt=["x0"])
