"""Dense and Embedding by PyTorch; Identity, and a Lambda whose function the tests register."""
import torch


def build(topic):
    for name, shape, units, activation, bias in [
            ("dense_relu", (4, 5), 3, "relu", True), ("dense_plain_batch_of_one", (1, 5), 2, "linear", False),
            ("dense_softmax_sequence", (2, 3, 4), 5, "softmax", True), ("dense_one_unit", (3, 1), 1, "tanh", True)]:
        draw = topic.draw(name)
        inputs = {"x0": draw.normal(*shape), "w0": draw.normal(shape[-1], units)}
        if bias:
            inputs["w1"] = draw.normal(units)
        config = {"units": units, "activation": activation, "use_bias": bias}
        topic.add_with_gradients(name, {"layer": {"class_name": "Dense", "config": config}}, inputs,
                                 lambda x0, w0, w1=0.0: {"y0": ACTIVATIONS[activation](x0 @ w0 + w1)})

    for name, shape, mask_zero in [("embedding", (2, 3), False), ("embedding_mask_zero", (3, 4), True), ("embedding_one_step", (1, 1), True)]:
        draw = topic.draw(name)
        inputs = {"x0": draw.integers(*shape, below=6), "w0": draw.normal(6, 3)}

        def embed(x0, w0):
            outputs = {"y0": torch.nn.functional.embedding(x0, w0)}
            return {**outputs, "y0.mask": x0 != 0} if mask_zero else outputs
        config = {"input_dim": 6, "output_dim": 3, "mask_zero": mask_zero}
        topic.add_with_gradients(name, {"layer": {"class_name": "Embedding", "config": config}, "dtypes": {"x0": "int32"}}, inputs, embed)
    for name, mask in (("identity", {}), ("identity_mask", {"x0.mask": [[1, 0, 0], [1, 1, 0]]})):
        topic.add_with_gradients(name, {"layer": {"class_name": "Identity", "config": {}}}, {"x0": topic.draw(name).normal(2, 3, 2), **mask},
                                 lambda x0, **masks: {"y0": x0 * 1, **{"y0.mask": m > 0 for m in masks.values()}})
    function = {"module": "builtins", "class_name": "function", "config": "tests.square", "registered_name": "tests.square"}
    topic.add_with_gradients("lambda_square", {"layer": {"class_name": "Lambda", "config": {"function": function, "arguments": {}}}},
                             {"x0": topic.draw("lambda_square").normal(2, 3)}, lambda x0: {"y0": x0 * x0})


ACTIVATIONS = {"relu": torch.relu, "linear": lambda x: x, "softmax": lambda x: torch.softmax(x, -1), "tanh": torch.tanh}
