"""Mean average precision of boxes by COCO's rules, in plain Python: see average_precision in metric_rules.py.

Each case has images `truth_i` [objects, 5] (left, top, right, bottom, class) and `found_i` [boxes, 6] (and the score); the output `precisions` is
[thresholds, classes].
"""
import numpy as np

from .metric_rules import average_precision

COCO = [(50 + 5 * i) / 100 for i in range(10)]


def image(draw, objects, classes, others):
    """Boxes in a field of 32 by 32; the found ones are moved a little from the true ones, some doubled, and some lie anywhere."""
    def boxes(count):
        corner, size = draw.integers(count, 2, below=24), draw.integers(count, 2, below=8) + 4
        return np.concatenate([corner, corner + size], axis=1).astype(float)
    truth = np.concatenate([boxes(objects), draw.integers(objects, 1, below=classes)], axis=1)
    near = np.repeat(truth, 2, axis=0)[draw.integers(2 * objects, below=4) > 0] if objects else np.zeros((0, 5))
    near[:, :4] += draw.normal(len(near), 4, scale=0.75)
    far = np.concatenate([boxes(others), draw.integers(others, 1, below=classes)], axis=1)
    found = np.concatenate([near, far])
    return truth, np.concatenate([found, draw.uniform(len(found), 1)], axis=1)


def add(topic, name, images, thresholds, most=100):
    classes = sorted({int(t[4]) for truth, _ in images for t in truth})
    inputs = {f"{kind}_{i}": array for i, pair in enumerate(images) for kind, array in zip(("truth", "found"), pair)}
    precisions = [[average_precision(images, c, t, most) for c in classes] for t in thresholds]
    topic.add(name, {"images": len(images), "thresholds": thresholds, "max_detections": most, "classes": classes}, inputs, {"precisions": precisions})


def build(topic):
    draw = topic.draw("coco")
    images = [image(draw, objects, 3, others) for objects, others in ((6, 2), (0, 3), (9, 0), (5, 4), (1, 0))]
    add(topic, "coco", images, COCO)
    add(topic, "one_threshold", images, [0.5])
    add(topic, "few_detections", images, [0.25, 0.5], most=1)
    add(topic, "many_objects", [image(draw, 60, 2, 20) for _ in range(3)], [0.3, 0.5, 0.75])
    truth = np.array([[0, 0, 8, 8, 1], [16, 16, 24, 24, 1]], float)
    add(topic, "perfect", [(truth, np.concatenate([truth, [[0.5], [0.75]]], axis=1))], COCO)
    add(topic, "nothing_found", [(truth, np.zeros((0, 6)))], [0.5])
