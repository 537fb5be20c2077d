"""Metrics by Keras' rules, written in numpy independently of any framework. Every case has three batches with and without sample weights.

Inputs are `y_true_0`, `y_pred_0`, `sample_weight_0`, ...; the output `result` holds the result after each batch along its first axis.
"""
import numpy as np

from .metric_rules import bleu, concordance, edit_distance, loss, operating_point, overlap, pearson, perplexity, r2, weighted_sum

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


def label_map(draw):
    """Classes 0 to 3 of which 3 does not exist, so that some labels and predictions count for nothing."""
    return draw.integers(ROWS, 2, 2, below=4), draw.integers(ROWS, 2, 2, below=4)


def label_map_scores(draw):
    return draw.integers(ROWS, 2, below=3), draw.distinct(ROWS, 2, 3)


def one_hot_map(draw):
    return draw.one_hot(ROWS, 2, 3).astype(int), draw.distinct(ROWS, 2, 3)


def quarters(draw):
    """Predictions that lie on thresholds, 0 and 1 among them."""
    return draw.integers(ROWS, 2, below=2), draw.integers(ROWS, 2, below=5) / 4


def token_scores(draw):
    return draw.integers(ROWS, 4, below=5), draw.probabilities(ROWS, 4, 5)


def texts(draw):
    """Token numbers with padding, 0, behind them; the predictions are the targets with some tokens changed and some left out."""
    y = draw.integers(ROWS, 9, below=5) + 1
    p = np.where(draw.integers(ROWS, 9, below=6) == 0, draw.integers(ROWS, 9, below=5) + 1, y)
    for row in range(ROWS):
        y[row, 9 - row:] = 0
        p[row, 9 - int(draw.integers(1, below=4)[0]):] = 0
    return y, p


def reference_texts(draw):
    y, p = texts(draw)
    other = np.roll(y, 1, axis=1) * (np.arange(ROWS) % 3 != 1)[:, None]
    return np.stack([y, other, np.roll(p, 2, axis=1)], axis=1), p


def text_scores(draw):
    y, p = texts(draw)
    return y, np.eye(6)[p] * 4 + draw.uniform(*p.shape, 6)


def positive(draw):
    return draw.uniform(ROWS, 3, high=2), draw.uniform(ROWS, 3, high=2)


def distributions(draw):
    return draw.probabilities(ROWS, 4), draw.probabilities(ROWS, 4)


def hinge_scores(draw):
    return draw.integers(ROWS, 3, below=2).astype(float), draw.distinct(ROWS, 3) + 1 / 32


def one_hot_floats(draw):
    return draw.one_hot(ROWS, 4), draw.probabilities(ROWS, 4)


def binary_floats(draw):
    return draw.integers(ROWS, 2, below=2).astype(float), draw.uniform(ROWS, 2)


METRICS.update({
    "mean": ("Mean", {}, real, running_mean(lambda y, p: p.mean(-1))),
    "sum": ("Sum", {}, real, weighted_sum),
    "mean_absolute_percentage_error": ("MeanAbsolutePercentageError", {}, positive, running_mean(loss("mean_absolute_percentage_error"))),
    "mean_squared_logarithmic_error": ("MeanSquaredLogarithmicError", {}, positive, running_mean(loss("mean_squared_logarithmic_error"))),
    "log_cosh_error": ("LogCoshError", {}, real, running_mean(loss("log_cosh"))),
    "hinge": ("Hinge", {}, hinge_scores, running_mean(loss("hinge"))),
    "squared_hinge": ("SquaredHinge", {}, hinge_scores, running_mean(loss("squared_hinge"))),
    "categorical_hinge": ("CategoricalHinge", {}, one_hot_floats, running_mean(loss("categorical_hinge"))),
    "kl_divergence": ("KLDivergence", {}, distributions, running_mean(loss("kl_divergence"))),
    "poisson": ("Poisson", {}, positive, running_mean(loss("poisson"))),
    "binary_crossentropy": ("BinaryCrossentropy", {"label_smoothing": 0.125}, binary_floats, running_mean(loss("binary_crossentropy", label_smoothing=0.125))),
    "binary_crossentropy_logits": ("BinaryCrossentropy", {"from_logits": True}, binary_floats, running_mean(loss("binary_crossentropy", from_logits=True))),
    "categorical_crossentropy": ("CategoricalCrossentropy", {"label_smoothing": 0.125}, one_hot_floats,
                                 running_mean(loss("categorical_crossentropy", label_smoothing=0.125))),
    "sparse_categorical_crossentropy": ("SparseCategoricalCrossentropy", {}, sparse, running_mean(loss("sparse_categorical_crossentropy"))),
    "r2_score": ("R2Score", {}, real, r2("uniform_average")),
    "r2_score_each": ("R2Score", {"class_aggregation": None}, real, r2(None)),
    "r2_score_variance_weighted_adjusted": ("R2Score", {"class_aggregation": "variance_weighted_average", "num_regressors": 2}, real,
                                            r2("variance_weighted_average", 2)),
    "mean_metric_wrapper": ("MeanMetricWrapper", {"fn": "mean_absolute_error"}, real, running_mean(lambda y, p: np.abs(y - p).mean(-1))),
    "iou": ("IoU", {"num_classes": 3, "target_class_ids": [0, 2]}, label_map, overlap(3, [0, 2])),
    "iou_ignore_class": ("IoU", {"num_classes": 3, "target_class_ids": [1], "ignore_class": 0}, label_map, overlap(3, [1], 0)),
    "iou_scores": ("IoU", {"num_classes": 3, "target_class_ids": [0, 1], "sparse_y_pred": False}, label_map_scores,
                   overlap(3, [0, 1], predict=lambda p: p.argmax(-1))),
    "mean_iou": ("MeanIoU", {"num_classes": 3}, label_map, overlap(3, range(3))),
    "one_hot_iou": ("OneHotIoU", {"num_classes": 3, "target_class_ids": [2, 1]}, one_hot_map,
                    overlap(3, [2, 1], label=lambda y: y.argmax(-1), predict=lambda p: p.argmax(-1))),
    "one_hot_mean_iou": ("OneHotMeanIoU", {"num_classes": 3}, one_hot_map,
                         overlap(3, range(3), label=lambda y: y.argmax(-1), predict=lambda p: p.argmax(-1))),
    "binary_iou": ("BinaryIoU", {}, quarters, overlap(2, [0, 1], predict=lambda p: p >= 0.5)),
    "binary_iou_one_class": ("BinaryIoU", {"target_class_ids": [1], "threshold": 0.75}, quarters, overlap(2, [1], predict=lambda p: p >= 0.75)),
    "pearson_correlation": ("PearsonCorrelation", {"axis": [-1]}, real, running_mean(pearson)),
    "concordance_correlation": ("ConcordanceCorrelation", {"axis": [-1]}, real, running_mean(concordance)),
    "perplexity": ("Perplexity", {}, token_scores, perplexity()),
    "perplexity_mask": ("Perplexity", {"mask_token_id": 2}, token_scores, perplexity(mask=2)),
    "perplexity_logits": ("Perplexity", {"from_logits": True}, token_scores, perplexity(from_logits=True)),
    "edit_distance": ("EditDistance", {}, texts, edit_distance()),
    "edit_distance_not_normalized": ("EditDistance", {"normalize": False}, texts, edit_distance(False)),
    "edit_distance_scores": ("EditDistance", {}, text_scores, edit_distance(predict=lambda p: p.argmax(-1))),
    "bleu": ("Bleu", {}, texts, bleu()),
    "bleu_smooth": ("Bleu", {"smooth": True}, texts, bleu(smooth=True)),
    "bleu_references": ("Bleu", {"max_order": 3}, reference_texts, bleu(3)),
    "bleu_scores": ("Bleu", {"max_order": 2}, text_scores, bleu(2, predict=lambda p: p.argmax(-1))),
    "bleu_longer_than_texts": ("Bleu", {"max_order": 12}, texts, bleu(12)),
})
for _kind, _name in (("PrecisionAtRecall", "recall"), ("RecallAtPrecision", "precision"), ("SensitivityAtSpecificity", "specificity"),
                     ("SpecificityAtSensitivity", "sensitivity")):
    METRICS[_kind] = (_kind, {_name: 0.625}, binary, operating_point(_kind, 0.625))
    METRICS[_kind + "_edges"] = (_kind, {_name: 0.5, "num_thresholds": 5}, quarters, operating_point(_kind, 0.5, 5))
    METRICS[_kind + "_class"] = (_kind, {_name: 0.375, "num_thresholds": 1, "class_id": 1}, multi_label, operating_point(_kind, 0.375, 1, 1))

UNWEIGHTED = ("Bleu",)  # a score of all texts together


def build(topic):
    for name, (kind, attributes, sampler, rule) in METRICS.items():
        for suffix in ("",) if kind in UNWEIGHTED else ("", "_weights"):
            draw, inputs, batches = topic.draw(name), {}, []
            for index in range(BATCHES):
                y, p = sampler(draw)
                weight = draw.uniform(ROWS, high=2)
                inputs[f"y_true_{index}"], inputs[f"y_pred_{index}"] = y, p
                if suffix:
                    inputs[f"sample_weight_{index}"] = weight
                batches.append((y, p, weight if suffix else np.ones(ROWS)))
            topic.add(name + suffix, {"class": kind, "batches": BATCHES, **attributes}, inputs, {"result": rule(batches)})
