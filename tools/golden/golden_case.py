"""Building blocks of the golden files: seeded inputs, cases, gradients by autograd, and the JSON text."""
import json
import math
import zlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)


class Draw:
    """Seeded random inputs. Every value is a multiple of a small power of two, so it is exact in float32 and in the file."""

    def __init__(self, key):
        self._random = np.random.RandomState(zlib.crc32(key.encode()))

    def normal(self, *shape, scale=1.0):
        return np.round(self._random.standard_normal(shape) * scale * 64) / 64

    def uniform(self, *shape, low=0.0, high=1.0):
        """Strictly inside (low, high), multiples of 1/256."""
        return self._random.randint(int(low * 256) + 1, int(high * 256), shape) / 256

    def distinct(self, *shape):
        """All values differ by at least 1/16, so an order or a maximum is never a tie."""
        count = int(np.prod(shape))
        return (self._random.permutation(count) - count // 2).reshape(shape) / 16

    def integers(self, *shape, below):
        return self._random.randint(0, below, shape)

    def probabilities(self, *shape):
        """Positive rows that sum to exactly 1 over the last axis, in multiples of 1/256."""
        rows, width = int(np.prod(shape[:-1])), shape[-1]
        cuts = np.stack([np.sort(self._random.permutation(255)[:width - 1] + 1) for _ in range(rows)])
        edges = np.concatenate([np.zeros((rows, 1)), cuts, np.full((rows, 1), 256)], axis=1)
        return (np.diff(edges, axis=1) / 256).reshape(shape)

    def one_hot(self, *shape):
        return np.eye(shape[-1])[self._random.randint(0, shape[-1], shape[:-1])]


class Topic:
    """One golden file: a list of cases with unique names."""

    def __init__(self, name):
        self.name = name
        self.cases = []

    def draw(self, case_name):
        """Inputs are seeded by topic and case name: adding a case never changes another."""
        return Draw(self.name + "/" + case_name)

    def add(self, name, attributes, inputs, outputs, extra=None):
        """Adds a case. `extra` holds arrays that are neither (upstream weights and gradients)."""
        if any(case["name"] == name for case in self.cases):
            raise ValueError(f"{self.name}: case '{name}' is there twice")
        arrays = {key: to_array(value) for key, value in {**inputs, **outputs, **(extra or {})}.items()}
        self.cases.append({"name": name, "attributes": attributes, "inputs": list(inputs), "outputs": list(outputs), "arrays": arrays})

    def add_with_gradients(self, name, attributes, inputs, function, wrt=None):
        """Runs `function` on float64 tensors and adds outputs and the gradients of sum over outputs of sum(output * upstream).

        `wrt` names the inputs to differentiate, by default every floating-point input.
        """
        tensors = {key: torch.tensor(np.asarray(value)) for key, value in inputs.items()}
        wrt = [key for key, value in tensors.items() if value.is_floating_point()] if wrt is None else wrt
        for key in wrt:
            tensors[key].requires_grad_()
        outputs = function(**tensors)
        outputs = outputs if isinstance(outputs, dict) else {"y": outputs}
        draw, extra, objective = self.draw(name + "/upstream"), {}, 0.0
        for key, value in outputs.items():
            if value.requires_grad:
                weights = draw.normal(*value.shape)
                extra[key + ".upstream"] = weights
                objective = objective + (value * torch.tensor(weights)).sum()
        if wrt:
            for key, gradient in zip(wrt, torch.autograd.grad(objective, [tensors[key] for key in wrt])):
                extra[key + ".grad"] = gradient
        self.add(name, attributes, inputs, outputs, extra)

    def to_text(self):
        return "{\n" + f'  "topic": {json.dumps(self.name)},\n  "cases": [\n' + ",\n".join(map(case_text, self.cases)) + "\n  ]\n}\n"


def to_array(value):
    value = value.detach().numpy() if torch.is_tensor(value) else np.asarray(value)
    return value.astype(np.int64) if value.dtype.kind in "biu" else value.astype(np.float64)


def number_text(value, exact):
    """Inputs and integers in full, the rest in 9 significant digits; what JSON cannot say becomes a string."""
    if isinstance(value, int):
        return str(value)
    if math.isnan(value):
        return '"NaN"'
    if math.isinf(value):
        return '"Infinity"' if value > 0 else '"-Infinity"'
    text = repr(value) if exact else f"{value:.9g}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def case_text(case):
    arrays = ",\n".join(
        f'        {json.dumps(key)}: {{"shape": {json.dumps(list(value.shape), separators=(",", ":"))}, '
        f'"values": [{",".join(number_text(v, key in case["inputs"]) for v in value.reshape(-1).tolist())}]}}'
        for key, value in case["arrays"].items())
    head = ",\n".join(f'      "{key}": {json.dumps(case[key])}' for key in ("name", "attributes", "inputs", "outputs"))
    return "    {\n" + head + ',\n      "arrays": {\n' + arrays + "\n      }\n    }"
