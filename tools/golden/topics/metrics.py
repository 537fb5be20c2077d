"""Metrics by Keras' rules, written in numpy independently of any framework. Every case has three batches with and without sample weights.

Inputs are `y_true_0`, `y_pred_0`, `sample_weight_0`, ...; the output `result` holds the result after each batch along its first axis.
"""
import numpy as np

BATCHES, ROWS, EPSILON = 3, 6, 1e-7


def divide(numerator, denominator):
    """Division where x / 0 is 0."""
    numerator, denominator = np.asarray(numerator, float), np.asarray(denominator, float)
    return np.divide(numerator, denominator, out=np.zeros(np.broadcast(numerator, denominator).shape), where=denominator != 0)


def running_mean(values, finish=lambda mean: mean):
    """A metric that is the weighted mean of per-sample values: sum(v * w) / sum(w) over all batches so far."""
    def results(batches):
        total = weight = 0.0
        out = []
        for y, p, w in batches:
            total, weight = total + (values(y, p) * w).sum(), weight + w.sum()
            out.append(finish(divide(total, weight)))
        return np.array(out)
    return results


def in_top_k(labels, p, k):
    """True where fewer than k predictions lie above that of the label."""
    own = np.take_along_axis(p, labels[:, None], 1)
    return ((p > own).sum(1) < k).astype(float)


def cosine(y, p):
    return (y * p).sum(-1) / (np.linalg.norm(y, axis=-1) * np.linalg.norm(p, axis=-1))


def confusion(y, p, w, thresholds):
    """Weighted true positives, false positives, false negatives, true negatives per threshold; a prediction counts when strictly above."""
    above = p.reshape(-1)[None] > np.asarray(thresholds)[:, None]
    label = y.reshape(-1)[None].astype(bool)
    weight = np.broadcast_to(w[:, None], p.shape).reshape(-1)
    return np.array([(m * weight).sum(1) for m in (above & label, above & ~label, ~above & label, ~above & ~label)])


def counting(thresholds, finish):
    def results(batches):
        counts, out = np.zeros((4, len(thresholds))), []
        for y, p, w in batches:
            counts = counts + confusion(y, p, w, thresholds)
            out.append(finish(*counts))
        return np.array(out)
    return results


AUC_THRESHOLDS = np.array([-1e-7] + [i / 199 for i in range(1, 199)] + [1 + 1e-7])


def auc(curve, method):
    def finish(tp, fp, fn, tn):
        if curve == "PR" and method == "interpolation":
            return pr_interpolated(tp, fp, fn)
        recall = divide(tp, tp + fn)
        x, y = (divide(fp, fp + tn), recall) if curve == "ROC" else (recall, divide(tp, tp + fp))
        heights = {"interpolation": (y[:-1] + y[1:]) / 2, "minoring": np.minimum(y[:-1], y[1:]), "majoring": np.maximum(y[:-1], y[1:])}
        return ((x[:-1] - x[1:]) * heights[method]).sum()
    return counting(AUC_THRESHOLDS, finish)


def pr_interpolated(tp, fp, fn):
    """Davis and Goadrich 2006: between two thresholds the precision follows true positives as a linear function of predicted positives."""
    p = tp + fp
    slope = divide(tp[:-1] - tp[1:], np.maximum(p[:-1] - p[1:], 0))
    intercept = tp[1:] - slope * p[1:]
    both = (p[:-1] > 0) & (p[1:] > 0)
    ratio = np.where(both, divide(p[:-1], np.maximum(p[1:], 0)), 1.0)
    return divide(slope * (tp[:-1] - tp[1:] + intercept * np.log(ratio)), np.maximum(tp[1:] + fn[1:], 0)).sum()


def f_beta(average, beta=1.0, threshold=None):
    axis = None if average == "micro" else 0

    def results(batches):
        tp = fp = fn = support = 0.0
        out = []
        for y, p, w in batches:
            hit = p >= p.max(-1, keepdims=True) if threshold is None else p > threshold
            w = w[:, None]
            tp, fp = tp + (hit * y * w).sum(axis), fp + (hit * (1 - y) * w).sum(axis)
            fn, support = fn + (~hit * y * w).sum(axis), support + (y * w).sum(0)
            # Keras adds 1e-7 to every divisor here instead of testing for zero.
            precision, recall = tp / (tp + fp + EPSILON), tp / (tp + fn + EPSILON)
            score = (1 + beta ** 2) * precision * recall / (beta ** 2 * precision + recall + EPSILON)
            if average == "macro":
                score = score.mean()
            elif average == "weighted":
                score = (score * support / (support.sum() + EPSILON)).sum()
            out.append(score)
        return np.array(out)
    return results


def binary(draw):
    return draw.integers(ROWS, 2, below=2), draw.uniform(ROWS, 2)


def column(draw):
    return draw.integers(ROWS, 1, below=2), draw.uniform(ROWS, 1)


def one_hot(draw):
    return draw.one_hot(ROWS, 4).astype(int), draw.probabilities(ROWS, 4) + np.arange(4) / 4096


def sparse(draw):
    return draw.integers(ROWS, below=4), draw.probabilities(ROWS, 4) + np.arange(4) / 4096


def multi_label(draw):
    return draw.integers(ROWS, 3, below=2), draw.uniform(ROWS, 3)


def real(draw):
    return draw.normal(ROWS, 3), draw.normal(ROWS, 3)


def classes(draw):
    return draw.integers(ROWS, 2, below=3), draw.integers(ROWS, 2, below=3)


# name: class, attributes, sampler, rule
METRICS = {
    "accuracy": ("Accuracy", {}, classes, running_mean(lambda y, p: (y == p).mean(-1))),
    "binary_accuracy": ("BinaryAccuracy", {"threshold": 0.5}, binary, running_mean(lambda y, p: (y == (p > 0.5)).mean(-1))),
    "binary_accuracy_threshold": ("BinaryAccuracy", {"threshold": 0.25}, binary, running_mean(lambda y, p: (y == (p > 0.25)).mean(-1))),
    "categorical_accuracy": ("CategoricalAccuracy", {}, one_hot, running_mean(lambda y, p: (y.argmax(-1) == p.argmax(-1)) * 1.0)),
    "sparse_categorical_accuracy": ("SparseCategoricalAccuracy", {}, sparse, running_mean(lambda y, p: (y == p.argmax(-1)) * 1.0)),
    "top2_categorical_accuracy": ("TopKCategoricalAccuracy", {"k": 2}, one_hot, running_mean(lambda y, p: in_top_k(y.argmax(-1), p, 2))),
    "sparse_top2_categorical_accuracy": ("SparseTopKCategoricalAccuracy", {"k": 2}, sparse, running_mean(lambda y, p: in_top_k(y, p, 2))),
    "mean_absolute_error": ("MeanAbsoluteError", {}, real, running_mean(lambda y, p: np.abs(y - p).mean(-1))),
    "mean_squared_error": ("MeanSquaredError", {}, real, running_mean(lambda y, p: ((y - p) ** 2).mean(-1))),
    "root_mean_squared_error": ("RootMeanSquaredError", {}, real, running_mean(lambda y, p: ((y - p) ** 2).mean(-1), np.sqrt)),
    "cosine_similarity": ("CosineSimilarity", {"axis": -1}, real, running_mean(cosine)),
    "precision": ("Precision", {}, binary, counting([0.5], lambda tp, fp, fn, tn: divide(tp, tp + fp)[0])),
    "precision_thresholds": ("Precision", {"thresholds": [0.125, 0.5, 0.9]}, binary,
                             counting([0.125, 0.5, 0.9], lambda tp, fp, fn, tn: divide(tp, tp + fp))),
    "recall": ("Recall", {}, binary, counting([0.5], lambda tp, fp, fn, tn: divide(tp, tp + fn)[0])),
    "recall_thresholds": ("Recall", {"thresholds": [0.125, 0.5, 0.9]}, binary,
                          counting([0.125, 0.5, 0.9], lambda tp, fp, fn, tn: divide(tp, tp + fn))),
    "true_positives": ("TruePositives", {"thresholds": [0.25, 0.5]}, binary, counting([0.25, 0.5], lambda tp, fp, fn, tn: tp)),
    "false_positives": ("FalsePositives", {"thresholds": [0.25, 0.5]}, binary, counting([0.25, 0.5], lambda tp, fp, fn, tn: fp)),
    "false_negatives": ("FalseNegatives", {"thresholds": [0.25, 0.5]}, binary, counting([0.25, 0.5], lambda tp, fp, fn, tn: fn)),
    "true_negatives": ("TrueNegatives", {"thresholds": [0.25, 0.5]}, binary, counting([0.25, 0.5], lambda tp, fp, fn, tn: tn)),
}
for _average in (None, "micro", "macro", "weighted"):
    METRICS[f"f1_{_average or 'per_class'}".lower()] = ("F1Score", {"average": _average, "threshold": None}, one_hot, f_beta(_average))
METRICS.update({
    "f1_threshold": ("F1Score", {"average": None, "threshold": 0.5}, multi_label, f_beta(None, threshold=0.5)),
    "fbeta2_macro": ("FBetaScore", {"average": "macro", "beta": 2.0, "threshold": None}, one_hot, f_beta("macro", 2.0)),
    "fbeta_half_micro_threshold": ("FBetaScore", {"average": "micro", "beta": 0.5, "threshold": 0.25}, multi_label,
                                   f_beta("micro", 0.5, 0.25)),
})
for _curve in ("ROC", "PR"):
    for _method in ("interpolation", "minoring", "majoring"):
        METRICS[f"auc_{_curve}_{_method}".lower()] = (
            "AUC", {"curve": _curve, "summation_method": _method, "num_thresholds": 200}, column, auc(_curve, _method))


def build(topic):
    for name, (kind, attributes, sampler, rule) in METRICS.items():
        for suffix in ("", "_weights"):
            draw, inputs, batches = topic.draw(name), {}, []
            for index in range(BATCHES):
                y, p = sampler(draw)
                weight = draw.uniform(ROWS, high=2)
                inputs[f"y_true_{index}"], inputs[f"y_pred_{index}"] = y, p
                if suffix:
                    inputs[f"sample_weight_{index}"] = weight
                batches.append((y, p, weight if suffix else np.ones(ROWS)))
            topic.add(name + suffix, {"class": kind, "batches": BATCHES, **attributes}, inputs, {"result": rule(batches)})
