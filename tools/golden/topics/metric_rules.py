"""Rules of metrics.py that need more than running sums of confusion counts, in numpy and plain loops.

Each gives a function from batches (labels, predictions, weights of the rows) to the result after each batch.
"""
import itertools
import math

import numpy as np
import torch

from .loss_rules import LOSSES

EPSILON = 1e-7


def loss(name, **attributes):
    """The values of a loss, one a row."""
    return lambda y, p: LOSSES[name](torch.tensor(y), torch.tensor(p), **attributes).numpy()


def weighted_sum(batches):
    return np.cumsum([(p * rows_like(w, p)).sum() for _, p, w in batches])


def r2(aggregate, regressors=0):
    """1 - residual / variance of everything seen so far, weighted; adjusted by the number of samples of a weight that is not 0."""
    def results(batches):
        out = []
        for last in range(1, len(batches) + 1):
            y, p, w = (np.concatenate([batch[i] for batch in batches[:last]]) for i in range(3))
            mean = np.average(y, axis=0, weights=w)
            variance, residual = ((y - mean) ** 2 * w[:, None]).sum(0), ((y - p) ** 2 * w[:, None]).sum(0)
            scores = 1 - residual / variance
            value = {None: lambda: scores, "uniform_average": lambda: scores.mean(),
                     "variance_weighted_average": lambda: (scores * variance).sum() / variance.sum()}[aggregate]()
            n = (w != 0).sum()
            out.append(1 - (1 - value) * (n - 1) / (n - regressors - 1) if regressors else value)
        return np.array(out)
    return results


def rows_like(w, values):
    return np.broadcast_to(w.reshape((-1,) + (1,) * (values.ndim - 1)), values.shape)


def overlap(classes, targets, ignore=None, label=lambda y: y, predict=lambda p: p):
    """Keras' mean of intersection over union: 1e-7 under each ratio and under the number of classes that occur."""
    def results(batches):
        matrix, out = np.zeros((classes, classes)), []
        for y, p, w in batches:
            y, p = label(y), predict(p)
            for t, q, v in zip(y.reshape(-1), p.reshape(-1), rows_like(w, y).reshape(-1)):
                if 0 <= t < classes and 0 <= q < classes and t != ignore:
                    matrix[int(t), int(q)] += v
            ratios = []
            for k in targets:
                either = matrix[k].sum() + matrix[:, k].sum() - matrix[k, k]
                if either > 1e-9:
                    ratios.append(matrix[k, k] / (either + EPSILON))
            out.append(sum(ratios) / (len(ratios) + EPSILON))
        return np.array(out)
    return results


def share(a, b):
    return a / (a + b) if a + b else 0.0


POINTS = {  # the share that must be high enough, and the one looked for
    "PrecisionAtRecall": lambda tp, fp, fn, tn: (share(tp, fn), share(tp, fp)),
    "RecallAtPrecision": lambda tp, fp, fn, tn: (share(tp, fp), share(tp, fn)),
    "SensitivityAtSpecificity": lambda tp, fp, fn, tn: (share(tn, fp), share(tp, fn)),
    "SpecificityAtSensitivity": lambda tp, fp, fn, tn: (share(tp, fn), share(tn, fp)),
}


def operating_point(kind, least, thresholds=200, class_id=None):
    """Every threshold is tried on every sample seen so far."""
    tried = [0.5] if thresholds == 1 else [i / (thresholds - 1) for i in range(thresholds)]

    def results(batches):
        seen, out = [], []
        for y, p, w in batches:
            w = rows_like(w, p)
            if class_id is not None:
                y, p, w = y[..., class_id], p[..., class_id], w[..., class_id]
            seen += list(zip(y.reshape(-1), p.reshape(-1), w.reshape(-1)))
            best = 0.0
            for t in tried:
                tp = sum(v for a, b, v in seen if a and b > t)
                fp = sum(v for a, b, v in seen if not a and b > t)
                fn = sum(v for a, b, v in seen if a and b <= t)
                tn = sum(v for a, b, v in seen if not a and b <= t)
                constrained, value = POINTS[kind](tp, fp, fn, tn)
                if constrained >= least:
                    best = max(best, value)
            out.append(best)
        return np.array(out)
    return results


def pearson(y, p):
    return np.array([np.corrcoef(a, b)[0, 1] for a, b in zip(y, p)])


def concordance(y, p):
    return np.array([2 * np.cov(a, b, bias=True)[0, 1] / (a.var() + b.var() + (a.mean() - b.mean()) ** 2 + EPSILON) for a, b in zip(y, p)])


def perplexity(from_logits=False, mask=None):
    def results(batches):
        total = count = 0.0
        out = []
        for y, p, w in batches:
            p = np.exp(p) if from_logits else p
            p = p / p.sum(-1, keepdims=True)
            p = p if from_logits else np.clip(p, EPSILON, 1 - EPSILON)
            w = rows_like(w, y) * (1.0 if mask is None else y != mask)
            total -= (np.log(np.take_along_axis(p, y[..., None], -1)[..., 0]) * w).sum()
            count += w.sum()
            out.append(math.exp(total / count))
        return np.array(out)
    return results


def levenshtein(a, b):
    """By recursion over the last elements, remembered."""
    known = {}

    def distance(i, j):
        if i == 0 or j == 0:
            return i + j
        if (i, j) not in known:
            known[i, j] = min(distance(i - 1, j) + 1, distance(i, j - 1) + 1, distance(i - 1, j - 1) + (a[i - 1] != b[j - 1]))
        return known[i, j]
    return distance(len(a), len(b))


def tokens(row, padding=0):
    return [int(t) for t in row if t != padding]


def edit_distance(normalize=True, predict=lambda p: p):
    def results(batches):
        total = count = 0.0
        out = []
        for y, p, w in batches:
            for a, b, v in zip(y, predict(p), w):
                total += levenshtein(tokens(a), tokens(b)) * v
                count += len(tokens(a)) * v if normalize else v
            out.append(total / count)
        return np.array(out)
    return results


def bleu(order=4, smooth=False, predict=lambda p: p):
    """Corpus BLEU with references nearest in length, of two the shorter, counting runs in lists."""
    def runs(row, n):
        return [tuple(row[i:i + n]) for i in range(len(row) - n + 1)]

    def results(batches):
        hits, total, length, reference_length, out = [0] * order, [0] * order, 0, 0, []
        for y, p, _ in batches:
            for all_references, row in zip(y, predict(p)):
                row = tokens(row)
                references = [r for r in map(tokens, np.atleast_2d(all_references)) if r]
                length += len(row)
                reference_length += min((abs(len(r) - len(row)), len(r)) for r in references)[1] if references else 0
                for n in range(1, order + 1):
                    own = runs(row, n)
                    total[n - 1] += len(own)
                    for run in set(own):
                        hits[n - 1] += min(own.count(run), max([runs(r, n).count(run) for r in references], default=0))
            shares = [(h + 1) / (t + 1) if smooth else h / t if t else 0 for h, t in zip(hits, total)]
            mean = math.exp(sum(map(math.log, shares)) / order) if all(shares) else 0.0
            out.append(0.0 if length == 0 else mean * (1 if length >= reference_length else math.exp(1 - reference_length / length)))
        return np.array(out)
    return results


def iou(a, b):
    both = max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def average_precision(images, class_id, threshold, most):
    """One class at one threshold; images are (objects [n, 5], found [m, 6]) of box, class, and score."""
    judged, objects = [], 0
    for truth, found in images:
        free = [t[:4] for t in truth if t[4] == class_id]
        objects += len(free)
        for f in sorted((f for f in found if f[4] == class_id), key=lambda f: -f[5])[:most]:
            overlaps = [iou(f[:4], t) for t in free]
            best = max(overlaps, default=0)
            judged.append((f[5], int(best >= threshold)))
            if best >= threshold:
                free.pop(overlaps.index(best))
    judged = [right for _, right in sorted(judged, key=lambda j: -j[0])]
    points = [(hits / objects, hits / (i + 1)) for i, hits in enumerate(itertools.accumulate(judged))]
    return sum(max((precision for recall, precision in points if recall >= r / 100), default=0.0) for r in range(101)) / 101
