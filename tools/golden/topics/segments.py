"""Reductions of rows by segment, by PyTorch's scatter_reduce; the softmax by hand. Segments without rows give 0 or 1; for maxima, where they are infinite, there are none."""
import numpy as np
import torch

REDUCE = {"segment_sum": "sum", "segment_mean": "mean", "segment_max": "amax", "segment_min": "amin", "segment_prod": "prod"}

# name: rows, segments, their number
CASES = {
    "sorted": ((6, 2), [0, 0, 1, 3, 3, 3], 4),
    "unsorted": ((7, 3), [4, 0, 2, 0, 4, 4, 2], 5),
    "scalars": ((5,), [1, 0, 1, 1, 0], 2),
    "planes": ((4, 2, 2), [2, 0, 2, 1], 3),
    "one_row_each": ((3, 2), [2, 1, 0], 3),
    "one_segment": ((4, 1), [0, 0, 0, 0], 1),
}


def reduce(x, segments, op, count):
    index = segments.reshape(-1, *[1] * (x.dim() - 1)).expand_as(x)
    return torch.full((count, *x.shape[1:]), 1.0 if op == "segment_prod" else 0.0).scatter_reduce(0, index, x, REDUCE[op], include_self=False)


def softmax(x, segments, count):
    return torch.cat([torch.softmax(x[segments == s], 0) for s in range(count)])[torch.argsort(torch.argsort(segments, stable=True))]


def build(topic):
    for suffix, (shape, segments, count) in CASES.items():
        for op in [*REDUCE, "segment_softmax"]:
            name = f"{op[8:]}_{suffix}"
            ids, number = np.array(segments), count
            if op in ("segment_max", "segment_min"):
                ids = np.unique(ids, return_inverse=True)[1]
                number = int(ids.max()) + 1
            topic.add_with_gradients(
                name, {"op": op, "num_segments": number}, {"x": topic.draw(name).distinct(*shape) + 1 / 32, "segments": ids},
                lambda x, segments: softmax(x, segments, number) if op == "segment_softmax" else reduce(x, segments, op, number), ["x"])
