"""Loss cases: the formulas of loss_rules.py under Keras' weighting, masking and reductions.

Where PyTorch has the same loss, the per-sample values are asserted against it.
"""
import numpy as np
import torch

from .batch_loss_rules import BATCH_LOSSES
from .loss_rules import LOSSES, PEERS


def reduce(values, sample_weight, mask, divisor_mask):
    """Keras' weighted reductions of per-sample values; `divisor_mask` marks the elements that count in the mean."""
    weights = torch.ones_like(values)
    if mask is not None:
        weights = weights * mask
    if sample_weight is not None:
        weights = weights * sample_weight
    weighted = values * weights
    results = {"none": weighted, "sum": weighted.sum(), "sum_over_batch_size": weighted.sum() / divisor_mask.sum()}
    if sample_weight is None or sample_weight.shape == values.shape:  # else Keras divides by the sum before broadcasting: left out
        total = (weights * divisor_mask).sum()
        results["mean_with_sample_weight"] = weighted.sum() / total
    return results


def add_loss(topic, name, op, y, p, sample_weight=None, mask=None, **attributes):
    """One case: the per-sample values (`none`, after weights), every scalar reduction, and the gradient of the default one.

    A mask (and Keras' ignore_class, which makes one) leaves the mean's divisor: sum(l * mask * w) / count(mask).
    """
    y_tensor, p_tensor = torch.tensor(y), torch.tensor(p, requires_grad=True)
    values = LOSSES[op](y_tensor, p_tensor, **attributes)
    if op in PEERS and not attributes and y_tensor.dim() == p_tensor.dim() and "saturated" not in name:
        torch.testing.assert_close(values, PEERS[op](y_tensor, p_tensor), rtol=1e-6, atol=1e-7)
    valid = torch.ones_like(values)
    if mask is not None:
        valid = valid * torch.tensor(mask, dtype=values.dtype)
    if attributes.get("ignore_class") is not None:
        valid = valid * (y_tensor != attributes["ignore_class"])
    results = reduce(values, None if sample_weight is None else torch.tensor(sample_weight), valid, valid)
    gradients = {"y_pred.grad": torch.autograd.grad(results["sum_over_batch_size"], p_tensor)[0]}
    inputs = {"y_true": y, "y_pred": p}
    inputs.update({} if sample_weight is None else {"sample_weight": sample_weight})
    inputs.update({} if mask is None else {"mask": mask})
    topic.add(name, {"op": op, **attributes}, inputs, results, gradients)


def samples(draw, op, *shape):
    """Labels and predictions that suit the loss, none of them on a kink or in a clipped zone."""
    if op in ("binary_crossentropy", "binary_focal_crossentropy", "contrastive_loss", "hinge", "squared_hinge"):
        y = draw.integers(*shape, below=2).astype(float)
        return y, draw.distinct(*shape) + 1 / 32 if op in ("hinge", "squared_hinge") else draw.uniform(*shape)
    if op in ("categorical_crossentropy", "categorical_focal_crossentropy", "categorical_hinge"):
        return draw.one_hot(*shape), draw.probabilities(*shape)
    if op in ("sparse_categorical_crossentropy", "categorical_generalized_cross_entropy"):
        return draw.integers(*shape[:-1], below=shape[-1]), draw.probabilities(*shape)
    if op == "kl_divergence":
        return draw.probabilities(*shape), draw.probabilities(*shape)
    if op == "poisson":
        return draw.integers(*shape, below=4).astype(float), draw.uniform(*shape, high=3)
    if op in ("mean_absolute_percentage_error", "mean_squared_logarithmic_error"):
        return draw.uniform(*shape, high=2), draw.uniform(*shape, high=2) + 1 / 512
    return draw.normal(*shape), draw.normal(*shape) + 1 / 128


def build(topic):
    weights, mask = [0.5, 2.0, 0.0, 1.25], [1, 0, 1, 1]
    for op in LOSSES:
        for suffix, extra in (("", {}), ("_weights", {"sample_weight": weights}), ("_mask", {"mask": mask}),
                              ("_mask_weights", {"sample_weight": weights, "mask": mask})):
            y, p = samples(topic.draw(op), op, 4, 3)
            add_loss(topic, op + suffix, op, y, p, **extra)
        y, p = samples(topic.draw(op + "_steps"), op, 2, 3, 4)
        add_loss(topic, op + "_steps", op, y, p)
        add_loss(topic, op + "_steps_row_weights", op, y, p, sample_weight=[[0.5], [2.0]])
        add_loss(topic, op + "_steps_mask_weights", op, y, p, sample_weight=[[0.5, 1.0, 2.0], [1.5, 0.25, 1.0]],
                 mask=[[1, 1, 0], [1, 0, 0]])
    build_crossentropies(topic)
    build_edges(topic)
    build_overlaps(topic)
    build_pairs(topic)
    build_ctc(topic)


def build_crossentropies(topic):
    for op, options in (("binary_focal_crossentropy", {"apply_class_balancing": True, "alpha": 0.75}), ("categorical_focal_crossentropy", {"alpha": 0.5})):
        y, p = samples(topic.draw(op + "_options"), op, 4, 3)
        add_loss(topic, op + "_options", op, y, p, gamma=1.5, label_smoothing=0.1, **options)
        add_loss(topic, op + "_logits", op, y, topic.draw(op + "_logits").normal(4, 3, scale=3), from_logits=True, **options)
    y, p = samples(topic.draw("generalized"), "categorical_generalized_cross_entropy", 4, 3)
    add_loss(topic, "categorical_generalized_cross_entropy_q", "categorical_generalized_cross_entropy", y, p, q=0.875)
    for op in ("binary_crossentropy", "categorical_crossentropy"):
        y, p = samples(topic.draw(op + "_options"), op, 4, 3)
        logits = topic.draw(op + "_logits").normal(4, 3, scale=3)
        add_loss(topic, op + "_label_smoothing", op, y, p, label_smoothing=0.2)
        add_loss(topic, op + "_logits", op, y, logits, from_logits=True)
        add_loss(topic, op + "_logits_label_smoothing", op, y, logits, from_logits=True, label_smoothing=0.1)
        add_loss(topic, op + "_logits_large", op, y, logits * 64, from_logits=True)
    op = "categorical_crossentropy"
    add_loss(topic, op + "_soft_labels", op, topic.draw("soft").probabilities(4, 3), topic.draw("soft p").probabilities(4, 3))
    add_loss(topic, op + "_unnormalized", op, topic.draw("raw").one_hot(4, 3), topic.draw("raw p").uniform(4, 3, high=2))
    y, p = topic.draw("axis").one_hot(2, 3, 4), topic.draw("axis p").normal(2, 4, 3)
    add_loss(topic, op + "_logits_axis1", op, y.transpose(0, 2, 1).copy(), p, from_logits=True, axis=1)
    op = "sparse_categorical_crossentropy"
    y, p = samples(topic.draw(op + "_options"), op, 5, 4)
    logits = topic.draw(op + "_logits").normal(5, 4, scale=3)
    ignored = y.copy()
    ignored[[1, 3]] = -1
    add_loss(topic, op + "_logits", op, y, logits, from_logits=True)
    add_loss(topic, op + "_logits_large", op, y, logits * 64, from_logits=True)
    add_loss(topic, op + "_ignore_class", op, ignored, p, ignore_class=-1)
    add_loss(topic, op + "_logits_ignore_class", op, ignored, logits, from_logits=True, ignore_class=-1)
    add_loss(topic, op + "_ignore_class_in_range", op, [0, 2, 1, 2, 3], p, ignore_class=2)
    add_loss(topic, op + "_logits_ignore_class_mask_weights", op, ignored, logits, sample_weight=[1.0, 2.0, 0.5, 1.0, 0.25],
             mask=[1, 1, 0, 1, 1], from_logits=True, ignore_class=-1)


def build_edges(topic):
    """Clipped zones and kinks. Prediction 1 for label 0 is absent: 1 - 1e-7 is not a float32, so that value depends on the type."""
    add_loss(topic, "binary_crossentropy_saturated", "binary_crossentropy", [[1.0, 1.0, 0.0, 1.0]], [[0.0, 1.0, 0.0, 0.5]])
    add_loss(topic, "categorical_crossentropy_saturated", "categorical_crossentropy", [[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]])
    add_loss(topic, "sparse_categorical_crossentropy_saturated", "sparse_categorical_crossentropy", [0, 1], [[0.0, 1.0], [0.0, 1.0]])
    add_loss(topic, "kl_divergence_saturated", "kl_divergence", [[0.0, 1.0], [0.5, 0.5]], [[0.25, 0.75], [0.0, 1.0]])
    add_loss(topic, "mean_absolute_percentage_error_zero_label", "mean_absolute_percentage_error", [[0.0, -2.0]], [[0.5, 1.0]])
    add_loss(topic, "mean_squared_logarithmic_error_negative", "mean_squared_logarithmic_error", [[-1.0, 2.0]], [[0.5, -3.0]])
    add_loss(topic, "log_cosh_large_errors", "log_cosh", [[0.0, 0.0, 1.0]], [[100.0, -100.0, 1.25]])
    add_loss(topic, "huber_delta_half", "huber", [[0.0, 1.0, -2.0], [0.5, 0.5, 3.0]], [[0.25, 3.0, -2.375], [0.5, -4.0, 3.125]], delta=0.5)
    add_loss(topic, "hinge_signed_labels", "hinge", [[-1.0, 1.0, -1.0], [1.0, 1.0, -1.0]], [[0.5, 0.25, -2.0], [3.0, -0.75, 0.125]])
    add_loss(topic, "squared_hinge_signed_labels", "squared_hinge", [[-1.0, 1.0, -1.0]], [[0.5, 0.25, -2.0]])
    add_loss(topic, "mean_squared_error_one_row", "mean_squared_error", [[1.0, 2.0]], [[0.5, 4.0]])


def add_batch_loss(topic, name, op, y, p, sample_weight=None, mask=None, own_mask=None, **attributes):
    """As add_loss, for BATCH_LOSSES. `mask` goes into the case; `own_mask` is what becomes of it for the values."""
    y_tensor, p_tensor = torch.tensor(y), torch.tensor(p, requires_grad=True)
    extra = {"steps": torch.tensor(mask)} if op == "ctc" and mask is not None else {}
    values = BATCH_LOSSES[op](y_tensor, p_tensor, **attributes, **extra)
    values, valid = values if isinstance(values, tuple) else (values, torch.ones_like(values))
    valid = valid.to(values.dtype) if own_mask is None else valid * torch.tensor(own_mask, dtype=values.dtype)
    weight = None if sample_weight is None else torch.tensor(sample_weight)
    if weight is not None and values.dim() == 0:  # one loss of the whole batch counts once for each weight
        values, valid = values.expand(weight.shape), valid.expand(weight.shape)
    results = reduce(values, weight, valid, valid)
    gradients = {"y_pred.grad": torch.autograd.grad(results["sum_over_batch_size"], p_tensor)[0]}
    inputs = {"y_true": y, "y_pred": p}
    inputs.update({} if sample_weight is None else {"sample_weight": sample_weight})
    inputs.update({} if mask is None else {"mask": mask})
    topic.add(name, {"op": op, **attributes}, inputs, results, gradients)


def build_overlaps(topic):
    weights = [0.5, 2.0, 0.0, 1.25]
    for op, options in (("dice", {}), ("tversky", {"alpha": 0.25, "beta": 0.875})):
        draw = topic.draw(op)
        y, p = draw.integers(4, 3, below=2).astype(float), draw.uniform(4, 3)
        add_batch_loss(topic, op, op, y, p, **options)
        add_batch_loss(topic, op + "_weights", op, y, p, sample_weight=weights, **options)
        add_batch_loss(topic, op + "_rows", op, y, p, axis=[1], **options)
        add_batch_loss(topic, op + "_rows_weights", op, y, p, sample_weight=weights, axis=[-1], **options)
        add_batch_loss(topic, op + "_rows_mask_weights", op, y, p, weights, [1, 0, 1, 1], [1, 0, 1, 1], axis=[1], **options)
        y, p = draw.integers(2, 3, 2, 1, below=2).astype(float), draw.uniform(2, 3, 2, 1)
        add_batch_loss(topic, op + "_images", op, y, p, axis=[1, 2, 3], **options)
        add_batch_loss(topic, op + "_nothing", op, np.zeros((2, 2)), np.zeros((2, 2)), axis=[1], **options)


def build_pairs(topic):
    labels, weights = [1, 0, 1, 2, 0, 1], [0.5, 2.0, 0.0, 1.25, 1.0, 0.75]
    for op, cases in (("circle", ({}, {"gamma": 16.0, "margin": 0.25}, {"remove_diagonal": False, "gamma": 16.0})),
                      ("triplet_hard_loss", ({}, {"soft": True}, {"margin": 0.5, "distance_metric": "squared-L2"}, {"distance_metric": "angular"})),
                      ("triplet_semi_hard_loss", ({}, {"margin": 0.5, "distance_metric": "squared-L2"}, {"distance_metric": "angular"}))):
        draw = topic.draw(op)
        p = draw.uniform(6, 4, low=-0.5, high=0.5)
        for index, options in enumerate(cases):
            add_batch_loss(topic, f"{op}_{index}", op, labels, p, **options)
        rows = [[w] for w in weights] if op == "triplet_semi_hard_loss" else weights
        add_batch_loss(topic, op + "_weights", op, labels, p, sample_weight=rows)
    p = topic.draw("triplet_loss").normal(4, 3, 5)
    for index, options in enumerate(({}, {"margin": 0.25, "distance_metric": "squared-L2"}, {"distance_metric": "angular"})):
        add_batch_loss(topic, f"triplet_loss_{index}", "triplet_loss", [0, 0, 0, 0], p, **options)
    add_batch_loss(topic, "triplet_loss_mask_weights", "triplet_loss", [0, 0, 0, 0], p, weights[:4], [1, 1, 0, 1], [1, 1, 0, 1])


def build_ctc(topic):
    draw, labels, weights = topic.draw("ctc"), [[1, 2, 2, 0], [3, 1, 0, 0], [0, 0, 0, 0]], [0.5, 2.0, 1.25]
    p = draw.normal(3, 7, 4, scale=2)
    add_batch_loss(topic, "ctc", "ctc", labels, p)
    add_batch_loss(topic, "ctc_weights", "ctc", labels, p, sample_weight=weights)
    add_batch_loss(topic, "ctc_mask", "ctc", labels, p, mask=[[1] * 7, [1, 1, 1, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0]])
    add_batch_loss(topic, "ctc_mask_with_gaps", "ctc", labels, p, mask=[[0, 1, 1, 0, 1, 1, 1], [0, 0, 1, 0, 1, 0, 1], [0, 0, 0, 0, 0, 0, 1]])
    add_batch_loss(topic, "ctc_just_fits", "ctc", [[1, 1], [2, 1]], draw.normal(2, 3, 3))
    add_batch_loss(topic, "ctc_one_step", "ctc", [[2]], draw.normal(1, 1, 3))
    add_batch_loss(topic, "ctc_long", "ctc", draw.integers(2, 20, below=5) + 1, draw.normal(2, 60, 6, scale=4))
