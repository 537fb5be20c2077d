"""Sorting, top-k, gather, scatter, one-hot. Equal values keep their order (stable), as in Keras' argsort."""
import numpy as np
import torch


def build(topic):
    build_sorting(topic)
    for name, shape, indices, axis in (
            ("take_axis0", (4, 3), [2, 0, 2, 3], 0), ("take_axis1", (2, 4, 3), [3, 1], 1),
            ("take_last_negative_axis", (2, 5), [4, 4, 0], -1),
            ("take_matrix_of_indices", (5, 3), [[0, 4], [1, 0], [2, 2]], 0)):
        x = topic.draw(name).normal(*shape)
        topic.add_with_gradients(name, {"op": "take", "axis": axis}, {"x": x, "indices": np.array(indices)},
                                 lambda x, indices: take(x, indices, axis), ["x"])
    draw = topic.draw("take_along_axis")
    for axis, shape in ((0, (2, 3)), (1, (4, 2))):
        topic.add_with_gradients(f"take_along_axis{axis}", {"op": "take_along_axis", "axis": axis},
                                 {"x": draw.normal(4, 3), "indices": draw.integers(*shape, below=3)},
                                 lambda x, indices: x.gather(axis, indices), ["x"])
    build_scatter(topic)
    topic.add("one_hot", {"op": "one_hot", "num_classes": 4, "axis": -1}, {"x": [[0, 3], [2, 1]]}, {"y": np.eye(4)[[[0, 3], [2, 1]]]})
    topic.add("one_hot_axis0", {"op": "one_hot", "num_classes": 3, "axis": 0}, {"x": [2, 0, 1, 2]}, {"y": np.eye(3)[[2, 0, 1, 2]].T})
    topic.add("one_hot_out_of_range", {"op": "one_hot", "num_classes": 3, "axis": -1}, {"x": [-1, 1, 3]},
              {"y": [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]})


def take(x, indices, axis):
    axis %= x.dim()
    flat = x.index_select(axis, indices.reshape(-1))
    return flat.reshape(x.shape[:axis] + indices.shape + x.shape[axis + 1:])


def build_sorting(topic):
    for suffix, axis in (("last", -1), ("axis0", 0)):
        for descending in (False, True):
            name = f"sort_{suffix}{'_descending' if descending else ''}"
            x = topic.draw(name).distinct(3, 5)
            topic.add_with_gradients(name, {"op": "sort", "axis": axis, "descending": descending}, {"x": x},
                                     lambda x: dict(zip(("y", "indices"), torch.sort(x, axis, descending))))
    ties = [[2.0, 1.0, 2.0, 1.0, 3.0, 2.0]]
    topic.add_with_gradients("sort_stable_ties", {"op": "sort", "axis": -1, "descending": False}, {"x": ties},
                             lambda x: dict(zip(("y", "indices"), torch.sort(x, stable=True, dim=-1))))
    for name, shape, k in (("top_k_1", (3, 5), 1), ("top_k_3", (2, 2, 6), 3), ("top_k_all", (2, 4), 4)):
        topic.add_with_gradients(name, {"op": "top_k", "k": k, "sorted": True}, {"x": topic.draw(name).distinct(*shape)},
                                 lambda x: dict(zip(("y", "indices"), torch.topk(x, k))))


def build_scatter(topic):
    """Rows of `updates` are added at `indices`; an index that comes twice adds twice."""
    for name, shape, indices in (("scatter_add_rows", (5, 3), [0, 2, 2, 4]), ("scatter_add_scalars", (6,), [1, 1, 1, 5, 0])):
        draw = topic.draw(name)
        topic.add_with_gradients(name, {"op": "scatter_add", "axis": 0},
                                 {"x": draw.normal(*shape), "indices": np.array(indices), "updates": draw.normal(len(indices), *shape[1:])},
                                 lambda x, indices, updates: x.index_add(0, indices, updates), ["x", "updates"])
    draw = topic.draw("scatter_new")
    topic.add_with_gradients("scatter_points", {"op": "scatter", "shape": [3, 4]},
                             {"indices": np.array([[0, 1], [2, 3], [0, 1], [1, 0]]), "updates": draw.normal(4)},
                             lambda indices, updates: torch.zeros(3, 4).index_put(tuple(indices.T), updates, accumulate=True), ["updates"])
    topic.add_with_gradients("segment_sum", {"op": "segment_sum", "num_segments": 4},
                             {"x": draw.normal(6, 2), "segments": np.array([0, 0, 1, 3, 3, 3])},
                             lambda x, segments: torch.zeros(4, 2).index_add(0, segments, x), ["x"])
