"""What the topics of layers share: a case is a class, its config, inputs, and a function of them."""
import torch


def add_layer(topic, name, class_name, config, inputs, function, training=False, dtypes=None, wrt=None):
    """Adds a case. `function` takes the inputs by name, a mask as `x0_mask`, and gives one output or several by name."""
    attributes = {"layer": {"class_name": class_name, "config": config}}
    if training:
        attributes["training"] = True
    if dtypes:
        attributes["dtypes"] = dtypes

    def run(**tensors):
        outputs = function(**{key.replace(".", "_"): value for key, value in tensors.items()})
        return {"y0": outputs} if torch.is_tensor(outputs) else outputs
    topic.add_with_gradients(name, attributes, inputs, run, wrt)
