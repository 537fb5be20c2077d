"""Regularization layers outside training: they give their input back, with its mask. ActivityRegularization does so always."""
from .layer_rules import add_layer

STEPS = [[1, 1, 0], [1, 0, 0]]
CASES = {
    "activity_regularization": ("ActivityRegularization", {"l1": 0.5, "l2": 0.25}, (2, 3, 4)), "dropout": ("Dropout", {"rate": 0.5}, (2, 3, 4)),
    "spatial_dropout1d": ("SpatialDropout1D", {"rate": 0.5}, (2, 3, 4)), "spatial_dropout2d": ("SpatialDropout2D", {"rate": 0.25}, (2, 3, 2, 2)),
    "spatial_dropout3d": ("SpatialDropout3D", {"rate": 0.25}, (2, 3, 2, 1, 2)), "gaussian_noise": ("GaussianNoise", {"stddev": 1.0}, (1, 3)),
}


def build(topic):
    for name, (class_name, config, shape) in CASES.items():
        x = topic.draw(name).normal(*shape)
        add_layer(topic, name, class_name, config, {"x0": x}, lambda x0: x0 * 1)
        if shape[:2] == (2, 3):
            add_layer(topic, f"{name}_mask", class_name, config, {"x0": x, "x0.mask": STEPS}, lambda x0, x0_mask: {"y0": x0 * 1, "y0.mask": x0_mask > 0})
    add_layer(topic, "activity_regularization_training", "ActivityRegularization", {"l1": 0.5, "l2": 0.25},
              {"x0": topic.draw("training").normal(2, 3)}, lambda x0: x0 * 1, training=True)
