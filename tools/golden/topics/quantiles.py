"""Boundaries that Keras' Discretization learns, by numpy: sorted samples thinned to about 1 / epsilon, merged by weight, read off by interpolation."""
import numpy as np


def build(topic):
    for name, bins, epsilon, sizes in [("few", 4, 0.01, [8]), ("many", 10, 0.01, [1000]), ("coarse", 5, 0.1, [237]), ("batches", 7, 0.02, [90, 300, 5]),
                                       ("one_bin", 1, 0.01, [20]), ("fewer_numbers_than_bins", 6, 0.01, [3]), ("forty_nine", 49, 0.01, [500])]:
        draw = topic.draw(name)
        parts = [draw.normal(size, scale=3.0) + np.arange(size) / 1024 for size in sizes]  # no two are equal
        summary = np.zeros((2, 0), np.float32)
        for part in parts:
            values = np.sort(part.astype(np.float32))
            step = max(values.size / (1 / epsilon), 1)
            taken = values[int(step - 1)::int(step)]
            joined = np.concatenate([np.stack([taken, np.full_like(taken, step)]), summary], axis=1)
            summary = compress(joined[:, np.argsort(joined[0], kind="stable")], epsilon)
        boundaries = compress(summary, 1 / bins)[0, :-1]
        topic.add(name, {"bins": bins, "epsilon": epsilon}, {f"x{i}": part for i, part in enumerate(parts)}, {"y": boundaries})


def compress(summary, epsilon):
    if summary.shape[1] * epsilon < 1:
        return summary
    shares = epsilon + np.arange(0, 1, epsilon)
    sums = np.cumsum(summary[1])
    values = np.interp(shares, sums / sums[-1], summary[0])
    totals = np.interp(shares, sums / sums[-1], sums)
    return np.stack([values, np.diff(totals, prepend=0)]).astype(np.float32)
