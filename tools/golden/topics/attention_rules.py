"""The formulas of attention that the layers' topics share, in float64."""
import math

import numpy as np
import torch


def masked_softmax(scores, mask=None):
    """Softmax over the last axis of what the mask lets through; zeros where that is nothing."""
    if mask is None:
        return torch.softmax(scores, -1)
    mask = mask.expand(scores.shape)
    seen = mask.any(-1, keepdim=True)
    weights = torch.softmax(torch.where(mask, scores, torch.full_like(scores, -1e30)), -1)
    return torch.where(mask & seen, weights, torch.zeros_like(weights))


def causal(queries, keys, start=0):
    return torch.arange(queries)[:, None] + start >= torch.arange(keys)[None, :]


def window(queries, keys, width):
    return (torch.arange(queries)[:, None] - torch.arange(keys)[None, :]).abs() < width


def moving(inputs, still=("w3",)):
    """The floating inputs but key biases: softmax takes those away, so their gradient is zero but for rounding."""
    return [name for name, value in inputs.items() if torch.tensor(np.asarray(value)).is_floating_point() and name not in still]


def heads(x, kernel, bias=0.0):
    """[batch, steps, features] and [features, heads, size] to [batch, heads, steps, size]."""
    return (torch.einsum("btf,fhd->bthd", x, kernel) + bias).transpose(1, 2)


def attend(query, key, value, mask=None):
    """Projected [batch, heads, steps, size] tensors to outputs and weights."""
    weights = masked_softmax(query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1]), mask)
    return weights @ value, weights


def join(y, kernel, bias=0.0):
    """[batch, heads, steps, size] and [heads, size, out] to [batch, steps, out]."""
    return torch.einsum("bhtd,hdo->bto", y, kernel) + bias
