"""EinsumDense and ReversibleEmbedding by PyTorch."""
import torch


def build(topic):
    for name, shape, equation, output, kernel, axes, bias, activation in [
            ("einsum_dense", (3, 4), "ab,bc->ac", [5], (4, 5), "c", (5,), "linear"),
            ("einsum_to_heads", (2, 3, 4), "abc,cde->abde", [None, 2, 3], (4, 2, 3), "de", (2, 3), "linear"),
            ("einsum_from_heads_relu", (2, 3, 2, 3), "abcd,cde->abe", [None, 4], (2, 3, 4), "e", (4,), "relu"),
            ("einsum_left_ellipsis", (2, 3, 2, 4), "...x,xy->...y", [3], (4, 3), "y", (3,), "linear"),
            ("einsum_right_ellipsis", (2, 3, 4), "ab...,bc->ac...", [5], (3, 5), "c", (5, 1), "linear"),
            ("einsum_bias_on_steps", (1, 3, 4), "abc,cd->abd", [3, 2], (4, 2), "b", (3, 1), "linear"),
            ("einsum_shared_axis", (2, 3, 4), "abc,bcd->abd", [3, 2], (3, 4, 2), None, None, "linear"),
            ("einsum_turned_kernel", (2, 4), "ab,cb->ac", [3], (3, 4), None, None, "tanh")]:
        draw = topic.draw(name)
        inputs = {"x0": draw.normal(*shape), "w0": draw.normal(*kernel)}
        if axes:
            inputs["w1"] = draw.normal(*bias)
        config = {"equation": equation, "output_shape": output, "bias_axes": axes, "activation": activation}
        topic.add_with_gradients(name, {"layer": {"class_name": "EinsumDense", "config": config}}, inputs,
                                 lambda x0, w0, w1=0.0: {"y0": ACTIVATIONS[activation](torch.einsum(equation, x0, w0) + w1)})

    draw = topic.draw("reversible_forward")
    topic.add_with_gradients(
        "reversible_forward", {"layer": {"class_name": "ReversibleEmbedding", "config": {"input_dim": 5, "output_dim": 3, "mask_zero": True}}, "dtypes": {"x0": "int32"}},
        {"x0": draw.integers(2, 3, below=5), "w0": draw.normal(5, 3)},
        lambda x0, w0: {"y0": torch.nn.functional.embedding(x0, w0), "y0.mask": x0 != 0})
    for name, config, reverse in [
            ("reversible_tied", {}, lambda x, w: x @ w[0].T), ("reversible_own_table", {"tie_weights": False}, lambda x, w: x @ w[1]),
            ("reversible_soft_cap", {"logit_soft_cap": 1.5}, lambda x, w: 1.5 * torch.tanh(x @ w[0].T / 1.5))]:
        draw = topic.draw(name)
        inputs = {"x0": draw.normal(2, 3, 4), "w0": draw.normal(5, 4)}
        if config.get("tie_weights") is False:
            inputs["w1"] = draw.normal(4, 5)
        wrt = ["x0", "w1" if "w1" in inputs else "w0"]
        topic.add_with_gradients(
            name, {"layer": {"class_name": "ReversibleEmbedding", "config": {"input_dim": 5, "output_dim": 4, **config}}, "call": {"inputs": "x0", "reverse": True}},
            inputs, lambda x0, w0, w1=None: {"y0": reverse(x0, [w0, w1])}, wrt)


ACTIVATIONS = {"relu": torch.relu, "linear": lambda x: x, "tanh": torch.tanh}
