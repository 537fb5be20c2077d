"""Layers for tabular data by numpy: bins by searchsorted, vectors by counting."""
import numpy as np

BOUNDARIES = [-1.5, 0.0, 0.25, 3.0]
VOCABULARY = [12, 36, 1138, 42]


def build(topic):
    for name, mode, shape in [("category_multi_hot", "multi_hot", (3, 4)), ("category_one_hot", "one_hot", (3, 4)), ("category_one_hot_column", "one_hot", (5, 1)),
                              ("category_count", "count", (3, 4)), ("category_count_rank_3", "count", (2, 3, 4)), ("category_one_value", "count", (1,))]:
        x = topic.draw(name).integers(*shape, below=6)
        add(topic, name, "CategoryEncoding", {"num_tokens": 6, "output_mode": mode}, {"x0": x}, vectors(x, mode, 6))

    draw = topic.draw("category_count_weights")
    inputs = {"x0": draw.integers(3, 4, below=5), "x1": draw.normal(3, 4)}
    topic.add_with_gradients(
        "category_count_weights", {"layer": {"class_name": "CategoryEncoding", "config": {"num_tokens": 5, "output_mode": "count"}}, "dtypes": {"x0": "int32"}}, inputs,
        lambda x0, x1: {"y0": sum((x0 == c).double().unsqueeze(-1) * x1.unsqueeze(-1) * UNIT(c, 5) for c in range(5)).sum(1)})

    for name, mode, shape in [("bins_int", "int", (4, 3)), ("bins_one_hot", "one_hot", (4, 1)), ("bins_multi_hot", "multi_hot", (2, 5)), ("bins_count", "count", (2, 5))]:
        x = topic.draw(name).normal(*shape, scale=2.0)
        x.flat[0], x.flat[1] = 0.25, 3.0  # on a boundary
        bins = np.searchsorted(np.array(BOUNDARIES), x, side="right")
        y = bins if mode == "int" else vectors(bins, mode, len(BOUNDARIES) + 1)
        topic.add(name, {"layer": {"class_name": "Discretization", "config": {"bin_boundaries": BOUNDARIES, "output_mode": mode}}}, {"x0": x}, {"y0": y})

    for name, config, mode in [("lookup_int", {}, "int"), ("lookup_mask", {"mask_token": 7}, "int"), ("lookup_two_unknown", {"num_oov_indices": 2}, "int"),
                               ("lookup_one_hot", {"output_mode": "one_hot"}, "one_hot"), ("lookup_multi_hot", {"output_mode": "multi_hot", "mask_token": 7}, "multi_hot"),
                               ("lookup_count_padded", {"output_mode": "count", "max_tokens": 9, "pad_to_max_tokens": True, "num_oov_indices": 3}, "count"),
                               ("lookup_tf_idf", {"output_mode": "tf_idf", "idf_weights": [0.25, 0.75, 0.6, 0.4]}, "tf_idf")]:
        x = np.array(VOCABULARY + [7, -5, 1000])[topic.draw(name).integers(3, 5, below=7)]
        unknown, first = config.get("num_oov_indices", 1), 1 if "mask_token" in config and mode == "int" else 0
        indices = np.array([first + unknown + VOCABULARY.index(t) if t in VOCABULARY else first + t % unknown for t in x.flat]).reshape(x.shape)
        if "mask_token" in config:
            indices[x == 7] = 0 if mode == "int" else -1
        depth = config.get("max_tokens", unknown + len(VOCABULARY))
        if mode == "int":
            y = indices
        elif mode == "tf_idf":
            idf = np.array([0.5, 0.25, 0.75, 0.6, 0.4])  # the mean for unknown ones
            y = vectors(indices, "count", depth) * idf
        else:
            y = vectors(indices, mode, depth)
        add(topic, name, "IntegerLookup", {"vocabulary": VOCABULARY, **config}, {"x0": x}, y, "int64")

    x = np.array([[1, 3, 4], [4, 0, 9]])
    add(topic, "lookup_invert", "IntegerLookup", {"vocabulary": VOCABULARY, "invert": True}, {"x0": x}, np.array([[12, 1138, 42], [42, -1, -1]]), "int64")


def UNIT(c, depth):
    import torch
    return torch.eye(depth)[c]


def vectors(x, mode, depth):
    """Encodes numbers along the last axis; numbers outside 0 … depth − 1 are left out."""
    if mode == "one_hot":
        x = x[..., 0] if x.ndim > 1 and x.shape[-1] == 1 else x
        return (x[..., None] == np.arange(depth)).astype(float)
    counts = np.array([np.bincount(row[row >= 0], minlength=depth) for row in x.reshape(-1, x.shape[-1])]).reshape(x.shape[:-1] + (depth,))
    return (counts if mode == "count" else counts > 0).astype(float)


def add(topic, name, layer, config, inputs, y, dtype="int32"):
    topic.add(name, {"layer": {"class_name": layer, "config": config}, "dtypes": {key: dtype for key in inputs}}, inputs, {"y0": y})
