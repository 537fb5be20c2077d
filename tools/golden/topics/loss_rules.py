"""The per-sample losses by Keras' formulas, written with torch ops so that autograd gives the gradients."""
import math

import torch
import torch.nn.functional as F

EPSILON = 1e-7


def clip(p, high=1 - EPSILON):
    return p.clamp(EPSILON, high)


def smooth(y, label_smoothing, classes):
    return y * (1 - label_smoothing) + label_smoothing / classes


def binary_crossentropy(y, p, from_logits=False, label_smoothing=0.0):
    y = smooth(y, label_smoothing, 2)
    if from_logits:
        return F.binary_cross_entropy_with_logits(p, y, reduction="none").mean(-1)
    p = clip(p)
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean(-1)


def log_probabilities(p, from_logits, axis=-1):
    return torch.log_softmax(p, axis) if from_logits else torch.log(clip(p / p.sum(axis, keepdim=True)))


def categorical_crossentropy(y, p, from_logits=False, label_smoothing=0.0, axis=-1):
    return -(smooth(y, label_smoothing, p.shape[axis]) * log_probabilities(p, from_logits, axis)).sum(axis)


def sparse_categorical_crossentropy(y, p, from_logits=False, ignore_class=None):
    valid = torch.ones_like(y, dtype=torch.bool) if ignore_class is None else y != ignore_class
    picked = log_probabilities(p, from_logits).gather(-1, torch.where(valid, y, torch.zeros_like(y))[..., None])[..., 0]
    return torch.where(valid, -picked, torch.zeros_like(picked))


def binary_focal_crossentropy(y, p, from_logits=False, label_smoothing=0.0, apply_class_balancing=False, alpha=0.25, gamma=2.0):
    y = smooth(y, label_smoothing, 2)
    q = torch.sigmoid(p) if from_logits else clip(p)
    cross = -(y * torch.log(q) + (1 - y) * torch.log(1 - q))
    balance = y * alpha + (1 - y) * (1 - alpha) if apply_class_balancing else 1.0
    return (balance * (1 - (y * q + (1 - y) * (1 - q))) ** gamma * cross).mean(-1)


def categorical_focal_crossentropy(y, p, from_logits=False, label_smoothing=0.0, alpha=0.25, gamma=2.0, axis=-1):
    logs = log_probabilities(p, from_logits, axis)
    return -(alpha * (1 - logs.exp()) ** gamma * smooth(y, label_smoothing, p.shape[axis]) * logs).sum(axis)


def signs(y):
    """Labels that are all 0 or 1 become -1 or 1."""
    return 2 * y - 1 if bool(((y == 0) | (y == 1)).all()) else y


def huber(y, p, delta=1.0):
    error = (y - p).abs()
    return torch.where(error <= delta, 0.5 * error ** 2, delta * error - 0.5 * delta ** 2).mean(-1)


def log_cosh(y, p):
    error = p - y
    return (error + F.softplus(-2 * error, threshold=1e9) - math.log(2)).mean(-1)


def categorical_hinge(y, p):
    return torch.clamp(((1 - y) * p).max(-1).values - (y * p).sum(-1) + 1, min=0)


def kl_divergence(y, p):
    y, p = clip(y, 1.0), clip(p, 1.0)
    return (y * torch.log(y / p)).sum(-1)


def log1p_clipped(x):
    return torch.log(x.clamp(min=EPSILON) + 1)


LOSSES = {
    "mean_squared_error": lambda y, p: ((y - p) ** 2).mean(-1),
    "mean_absolute_error": lambda y, p: (y - p).abs().mean(-1),
    "mean_absolute_percentage_error": lambda y, p: 100 * ((y - p).abs() / y.abs().clamp(min=EPSILON)).mean(-1),
    "mean_squared_logarithmic_error": lambda y, p: ((log1p_clipped(p) - log1p_clipped(y)) ** 2).mean(-1),
    "huber": huber,
    "log_cosh": log_cosh,
    "binary_crossentropy": binary_crossentropy,
    "categorical_crossentropy": categorical_crossentropy,
    "sparse_categorical_crossentropy": sparse_categorical_crossentropy,
    "categorical_generalized_cross_entropy": lambda y, p, q=0.5: (1 - p.gather(-1, y[..., None])[..., 0] ** q) / q,
    "binary_focal_crossentropy": binary_focal_crossentropy,
    "categorical_focal_crossentropy": categorical_focal_crossentropy,
    "hinge": lambda y, p: (1 - signs(y) * p).clamp(min=0).mean(-1),
    "squared_hinge": lambda y, p: ((1 - signs(y) * p).clamp(min=0) ** 2).mean(-1),
    "categorical_hinge": categorical_hinge,
    "kl_divergence": kl_divergence,
    "poisson": lambda y, p: (p - y * torch.log(p + EPSILON)).mean(-1),
    "cosine_similarity": lambda y, p: -F.cosine_similarity(y, p, -1),
    "contrastive_loss": lambda y, p, margin=1.0: (y * p ** 2 + (1 - y) * (margin - p).clamp(min=0) ** 2).mean(-1),
    "wasserstein_loss": lambda y, p: (y * p).mean(-1),
}

# PyTorch's own losses with the same rule, without Keras' clipping (the inputs of the cases stay inside it).
PEERS = {
    "mean_squared_error": lambda y, p: F.mse_loss(p, y, reduction="none").mean(-1),
    "huber": lambda y, p: F.huber_loss(p, y, reduction="none").mean(-1),
    "binary_crossentropy": lambda y, p: F.binary_cross_entropy(p, y, reduction="none").mean(-1),
    "kl_divergence": lambda y, p: F.kl_div(torch.log(p), y, reduction="none").sum(-1),
    "poisson": lambda y, p: F.poisson_nll_loss(p, y, log_input=False, eps=EPSILON, reduction="none").mean(-1),
}
