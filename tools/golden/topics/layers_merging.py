"""Merging layers that TensorFlow.js lacks, and the masks of all by Keras 3's rules (TensorFlow.js follows Keras 2)."""
import torch

from .layer_rules import add_layer

FIRST, SECOND = [[1, 1, 0], [1, 0, 0]], [[1, 0, 0], [1, 1, 0]]

MERGED = {
    "Add": lambda a, b: a + b, "Subtract": lambda a, b: a - b, "Multiply": lambda a, b: a * b, "Average": lambda a, b: (a + b) / 2,
    "Maximum": torch.maximum, "Minimum": torch.minimum,
}

# name: config, input shapes, einsum
DOTS = {
    "dot_matrices": ({"axes": [2, 1]}, [(2, 3, 4), (2, 4, 2)], "bik,bkj->bij"),
    "dot_last_axes": ({"axes": 2}, [(2, 3, 4), (2, 2, 4)], "bik,bjk->bij"),
    "dot_vector_and_matrix": ({"axes": [1, 2]}, [(2, 3), (2, 4, 3)], "bk,bjk->bj"),
    "dot_four_axes": ({"axes": [3, 1]}, [(1, 2, 2, 3), (1, 3, 2)], "bijk,bkl->bijl"),
}


def build(topic):
    for class_name, merge in MERGED.items():
        name = class_name.lower()
        draw = topic.draw(name)
        x = draw.distinct(2, 2, 3, 2)
        add_layer(topic, name, class_name, {}, {"x0": x[0], "x1": x[1]}, lambda x0, x1: merge(x0, x1))
        # With a mask on each input a step counts that counts in any of them; with one on some only, there is none.
        both = {"x0": draw.normal(2, 3, 2), "x1": draw.normal(2, 3, 2), "x0.mask": FIRST, "x1.mask": SECOND}
        add_layer(topic, f"{name}_masks", class_name, {}, both,
                  lambda x0, x1, x0_mask, x1_mask: {"y0": merge(x0, x1), "y0.mask": (x0_mask + x1_mask) > 0})
    add_layer(topic, "subtract_stretched", "Subtract", {}, {"x0": topic.draw("subtract_stretched").normal(2, 3, 2), "x1": topic.draw("s").normal(2, 1, 2)},
              lambda x0, x1: x0 - x1)
    draw = topic.draw("concatenate_masks")
    add_layer(topic, "concatenate_masks_steps", "Concatenate", {"axis": 1},
              {"x0": draw.normal(2, 3, 2), "x1": draw.normal(2, 2, 2), "x0.mask": FIRST},
              lambda x0, x1, x0_mask: {"y0": torch.cat([x0, x1], 1), "y0.mask": torch.cat([x0_mask > 0, torch.ones(2, 2) > 0], 1)})
    add_layer(topic, "concatenate_masks_features", "Concatenate", {},
              {"x0": draw.normal(2, 3, 2), "x1": draw.normal(2, 3, 1), "x0.mask": FIRST, "x1.mask": SECOND},
              lambda x0, x1, x0_mask, x1_mask: {"y0": torch.cat([x0, x1], 2), "y0.mask": (x0_mask + x1_mask) > 0})
    for name, (config, shapes, equation) in DOTS.items():
        draw = topic.draw(name)
        add_layer(topic, name, "Dot", config, {f"x{i}": draw.normal(*shape) for i, shape in enumerate(shapes)},
                  lambda x0, x1: torch.einsum(equation, x0, x1))
    draw = topic.draw("dot_normalized")
    add_layer(topic, "dot_normalized_matrices", "Dot", {"axes": [2, 1], "normalize": True}, {"x0": draw.normal(2, 3, 4), "x1": draw.normal(2, 4, 2)},
              lambda x0, x1: torch.einsum("bik,bkj->bij", x0 / x0.norm(dim=2, keepdim=True), x1 / x1.norm(dim=1, keepdim=True)))
