"""Losses whose elements are not those of the predictions: overlaps, sequences, and pairs of a batch. Written with torch ops and plain loops.

Each takes labels and predictions and gives the values, and where there is one the mask that goes with them.
"""
import torch
import torch.nn.functional as F

EPSILON = 1e-7


def sums(x, axis):
    return x.sum() if axis is None else x.sum(tuple(axis))


def dice(y, p, axis=None):
    return 1 - 2 * sums(y * p, axis) / (sums(y, axis) + sums(p, axis) + EPSILON)


def tversky(y, p, alpha=0.5, beta=0.5, axis=None):
    both = sums(y * p, axis)
    return 1 - both / (both + alpha * sums(y * (1 - p), axis) + beta * sums((1 - y) * p, axis) + EPSILON)


def ctc(y, p, steps=None):
    """Labels are padded by zeros, the blank; `steps` is the mask of the time steps, whose gaps are closed first."""
    losses = []
    for label, scores, keep in zip(y, p, torch.ones(p.shape[:2]) if steps is None else steps):
        label, scores = label[label != 0], scores[keep.bool()]
        losses.append(F.ctc_loss(F.log_softmax(scores, -1)[:, None], label[None], torch.tensor([len(scores)]), torch.tensor([len(label)]),
                                 reduction="none")[0])
    return torch.stack(losses)


def circle(y, p, gamma=80.0, margin=0.4, remove_diagonal=True):
    """Keras' form: weights and margins are those of the cosine distance 1 - s, held at 0 from below."""
    losses = []
    for i in range(len(y)):
        near, far = [], []
        for j in range(len(y)):
            d = (1 - (p[i] * p[j]).sum()).clamp(min=0)
            if y[i] != y[j]:
                far.append(gamma * (1 + margin - d).clamp(min=0) * (1 - margin - d))
            elif i != j or not remove_diagonal:
                near.append(-gamma * (margin + d).clamp(min=0) * (margin - d))
        losses.append(F.softplus(torch.logsumexp(torch.stack(near), 0) + torch.logsumexp(torch.stack(far), 0), threshold=1e9)
                      if near and far else 0 * p.sum())
    losses = torch.stack(losses)
    return losses, losses > 0


def distance(a, b, metric):
    if metric == "angular":
        return 1 - F.cosine_similarity(a, b, -1)
    square = ((a - b) ** 2).sum()
    return square if metric == "squared-L2" else square.sqrt()


def triplet_loss(y, p, margin=1.0, distance_metric="L2"):
    return torch.stack([(distance(a, b, distance_metric) - distance(a, c, distance_metric) + margin).clamp(min=0) for a, b, c in p])


def triplet_hard_loss(y, p, margin=1.0, soft=False, distance_metric="L2"):
    losses = []
    for i in range(len(y)):
        positives = [distance(p[i], p[j], distance_metric) for j in range(len(y)) if j != i and y[i] == y[j]]
        negatives = [distance(p[i], p[j], distance_metric) for j in range(len(y)) if y[i] != y[j]]
        e = max(positives, default=torch.tensor(0.0)) - min(negatives)
        losses.append(F.softplus(e) if soft else (e + margin).clamp(min=0))
    return torch.stack(losses)


def triplet_semi_hard_loss(y, p, margin=1.0, distance_metric="L2"):
    """One value for each pair (anchor, positive); the mask holds the pairs of one class."""
    count = len(y)
    losses, mask = torch.zeros(count, count), torch.zeros(count, count, dtype=torch.bool)
    for i in range(count):
        others = [distance(p[i], p[k], distance_metric) for k in range(count) if y[i] != y[k]]
        for j in range(count):
            if i != j and y[i] == y[j]:
                own = distance(p[i], p[j], distance_metric)
                farther = [d for d in others if d > own]
                losses[i, j] = (margin + own - (min(farther) if farther else max(others))).clamp(min=0)
                mask[i, j] = True
    return losses, mask


BATCH_LOSSES = {
    "dice": dice, "tversky": tversky, "ctc": ctc, "circle": circle, "triplet_loss": triplet_loss, "triplet_hard_loss": triplet_hard_loss,
    "triplet_semi_hard_loss": triplet_semi_hard_loss,
}
