"""Reductions and cumulative sums with torch ops. Variance and standard deviation are biased, as in Keras. No ties for extrema."""
import torch

AXES = {"all": None, "axis0": [0], "axis1": [1], "last": [-1], "axes_0_2": [0, 2]}


def over(x, axis):
    return list(range(x.dim())) if axis is None else [a % x.dim() for a in axis]


def extremum(function):
    def reduce(x, axis, keepdims):
        return function(x, over(x, axis), keepdims)
    return reduce


def product(x, axis, keepdims):
    for a in sorted(over(x, axis), reverse=True):
        x = x.prod(a, keepdim=keepdims)
    return x


OPS = {
    "sum": lambda x, axis, keepdims: x.sum(over(x, axis), keepdim=keepdims),
    "mean": lambda x, axis, keepdims: x.mean(over(x, axis), keepdim=keepdims),
    "var": lambda x, axis, keepdims: x.var(over(x, axis), unbiased=False, keepdim=keepdims),
    "std": lambda x, axis, keepdims: x.std(over(x, axis), unbiased=False, keepdim=keepdims),
    "prod": product,
    "max": extremum(torch.amax),
    "min": extremum(torch.amin),
    "logsumexp": lambda x, axis, keepdims: torch.logsumexp(x, over(x, axis), keepdim=keepdims),
}


def build(topic):
    for op, function in OPS.items():
        for suffix, axis in AXES.items():
            for keepdims in (False, True) if suffix == "axis1" else (False,):
                name = f"{op}_{suffix}{'_keepdims' if keepdims else ''}"
                draw = topic.draw(name)
                x = draw.distinct(2, 3, 4) if op in ("max", "min") else draw.normal(2, 3, 4)
                topic.add_with_gradients(name, {"op": op, "axis": axis, "keepdims": keepdims}, {"x": x},
                                         lambda x: function(x, axis, keepdims))
    topic.add_with_gradients("prod_one_zero", {"op": "prod", "axis": [-1], "keepdims": False}, {"x": [[2.0, 0.0, -3.0], [1.5, 2.0, 4.0]]},
                             lambda x: x.prod(-1))
    topic.add_with_gradients("prod_two_zeros", {"op": "prod", "axis": [-1], "keepdims": False}, {"x": [[2.0, 0.0, 0.0], [0.0, 2.0, 0.0]]},
                             lambda x: x.prod(-1))
    topic.add_with_gradients("logsumexp_large", {"op": "logsumexp", "axis": [-1], "keepdims": False},
                             {"x": [[1000.0, 1001.0, 999.5], [-1000.0, -1001.0, -1000.5], [-1000.0, 0.0, 1000.0]]},
                             lambda x: torch.logsumexp(x, -1))
    topic.add_with_gradients("var_large_mean", {"op": "var", "axis": [-1], "keepdims": False},
                             {"x": topic.draw("var_large_mean").normal(2, 16) + 4096}, lambda x: x.var(-1, unbiased=False))
    long = {"x": topic.draw("sum_long").normal(1000)}
    topic.add_with_gradients("sum_long", {"op": "sum", "axis": None, "keepdims": False}, long, lambda x: x.sum())
    for suffix, axis in (("axis0", 0), ("axis1", 1), ("last", -1)):
        draw = topic.draw("cumsum_" + suffix)
        topic.add_with_gradients("cumsum_" + suffix, {"op": "cumsum", "axis": axis}, {"x": draw.normal(2, 3, 4)}, lambda x: x.cumsum(axis))
    for op, function in (("argmax", torch.argmax), ("argmin", torch.argmin)):
        for suffix, axis in (("all", None), ("axis0", 0), ("axis1", 1), ("last", -1)):
            x = topic.draw(f"{op}_{suffix}").distinct(2, 3, 4)
            topic.add(f"{op}_{suffix}", {"op": op, "axis": axis}, {"x": x}, {"y": function(torch.tensor(x), axis)})
