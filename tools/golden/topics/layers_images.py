"""Image preprocessing layers. A random layer whose range has two equal ends is not random, so its values are known too."""
import colorsys

import numpy as np
import torch

from .images import gaussian_blur, projective
from .resize import resize

GREY = torch.tensor([0.2989, 0.587, 0.114])


def build(topic):
    build_sizes(topic)
    build_moves(topic)
    build_values(topic)
    build_histograms(topic)
    for name, boxes in (("boxes_filled_up", 2), ("boxes_left_out", 5), ("boxes_as_many", 3), ("boxes_one_image", 1)):
        x = topic.draw(name).uniform(1 if boxes == 1 else 2, boxes, 4)
        smooth(topic, name, "MaxNumBoundingBoxes", {"max_number": 3}, x,
               lambda x: torch.nn.functional.pad(x[:, :3], (0, 0, 0, max(0, 3 - boxes)), value=-1.0), training=False)
    for name, config in (("RandomFlip", {}), ("RandomShear", {"x_factor": 0.5}), ("RandomPerspective", {}), ("RandomElasticTransform", {}), ("MixUp", {}),
                         ("CutMix", {}), ("RandAugment", {}), ("AugMix", {})):
        smooth(topic, f"{name}_in_inference", name, config, topic.draw(name).uniform(2, 4, 6, 3), lambda x: x * 1.0, training=False)


def smooth(topic, name, class_name, config, x, function, training=True):
    """A case with gradients."""
    attributes = {"layer": {"class_name": class_name, "config": config}, "training": training}
    topic.add_with_gradients(name, attributes, {"x0": x}, lambda x0: {"y0": function(x0)})


def stepped(topic, name, class_name, config, x, y, training=True):
    topic.add(name, {"layer": {"class_name": class_name, "config": config}, "training": training}, {"x0": x}, {"y0": y})


def proportional(x, height, width):
    h, w = x.shape[1:3]
    part_h, part_w = max(1, min(h, w * height // width)), max(1, min(w, h * width // height))
    top, left = (h - part_h) // 2, (w - part_w) // 2
    return resize(x[:, top:top + part_h, left:left + part_w], (height, width), "bilinear", False)


def build_sizes(topic):
    for name, shape, height, width, config in (
            ("resizing_bilinear", (2, 4, 5, 2), 7, 3, {}), ("resizing_to_one_pixel", (1, 3, 4, 1), 1, 1, {}),
            ("resizing_nearest", (1, 5, 4, 2), 3, 7, {"interpolation": "nearest"}),
            ("resizing_bicubic_antialias", (1, 8, 9, 1), 3, 4, {"interpolation": "bicubic", "antialias": True}),
            ("resizing_lanczos3", (1, 6, 5, 1), 9, 4, {"interpolation": "lanczos3"}),
            ("resizing_lanczos5", (1, 11, 12, 1), 5, 17, {"interpolation": "lanczos5"})):
        method, antialias = config.get("interpolation", "bilinear"), config.get("antialias", False)
        smooth(topic, name, "Resizing", {"height": height, "width": width, **config}, topic.draw(name).normal(*shape),
               lambda x: resize(x, (height, width), method, antialias), False)
    for name, shape, height, width in (("crop_wide", (1, 4, 9, 2), 3, 4), ("crop_tall", (1, 9, 4, 1), 6, 5)):
        smooth(topic, "resizing_" + name, "Resizing", {"height": height, "width": width, "crop_to_aspect_ratio": True}, topic.draw(name).normal(*shape),
               lambda x: proportional(x, height, width), False)
    for name, shape, height, width in (("pad_wide", (1, 4, 9, 2), 3, 4), ("pad_tall", (1, 9, 4, 1), 6, 5)):
        def padded(x):
            h, w = x.shape[1:3]
            above, left = (max(h, w * height // width) - h) // 2, (max(w, h * width // height) - w) // 2
            x = torch.nn.functional.pad(x, (0, 0, left, left, above, above), value=0.5)
            return resize(x, (height, width), "bilinear", False)
        smooth(topic, "resizing_" + name, "Resizing", {"height": height, "width": width, "pad_to_aspect_ratio": True, "fill_value": 0.5},
               topic.draw(name).normal(*shape), padded, False)
    for name, shape, height, width, top, left in (("center_crop_even", (2, 6, 8, 2), 4, 4, 1, 2), ("center_crop_odd", (1, 5, 6, 1), 2, 3, 1, 1),
                                                  ("center_crop_all", (1, 3, 4, 2), 3, 4, 0, 0)):
        smooth(topic, name, "CenterCrop", {"height": height, "width": width}, topic.draw(name).normal(*shape),
               lambda x: x[:, top:top + height, left:left + width], False)
    for class_name in ("CenterCrop", "RandomCrop"):
        for name, shape, height, width in (("larger", (2, 3, 4, 1), 5, 6), ("wider", (1, 6, 4, 2), 3, 5)):
            name = f"{class_name}_{name}"
            smooth(topic, name, class_name, {"height": height, "width": width}, topic.draw(name).normal(*shape), lambda x: proportional(x, height, width), True)


def build_moves(topic):
    for name, angle, mode, method, shape in (
            ("rotation_reflect", 0.1, "reflect", "bilinear", (2, 5, 4, 2)), ("rotation_constant", -0.3, "constant", "bilinear", (1, 4, 6, 1)),
            ("rotation_wrap", 0.45, "wrap", "bilinear", (1, 3, 5, 2)), ("rotation_nearest", 0.2, "nearest", "nearest", (1, 5, 6, 1))):
        t, (h, w) = 2 * np.pi * angle, shape[1:3]
        cx, cy, c, s = (w - 1) / 2, (h - 1) / 2, np.cos(t), np.sin(t)
        matrix = torch.tensor([[c, -s, cx - c * cx + s * cy, s, c, cy - s * cx - c * cy, 0, 0]])
        config = {"factor": [angle, angle], "fill_mode": mode, "interpolation": method, "fill_value": 0.25}
        smooth(topic, name, "RandomRotation", config, topic.draw(name).normal(*shape), lambda x: projective(x, matrix, method, mode, 0.25))
    quarter = topic.draw("rotation_quarter_turn").normal(2, 4, 4, 2)
    # A positive quarter of a turn is NumPy's: counter-clockwise.
    smooth(topic, "rotation_quarter_turn", "RandomRotation", {"factor": [0.25, 0.25], "interpolation": "nearest"}, quarter, lambda x: torch.rot90(x, 1, (1, 2)))
    for name, down, right, mode, method in (
            ("translation_reflect", 0.3, -0.45, "reflect", "bilinear"), ("translation_constant", -0.6, 0.2, "constant", "bilinear"),
            ("translation_wrap_far", 0.9, -0.95, "wrap", "bilinear"), ("translation_nearest", 0.17, 0.31, "nearest", "nearest")):
        config = {"height_factor": [down, down], "width_factor": [right, right], "fill_mode": mode, "interpolation": method, "fill_value": 1.5}
        matrix = torch.tensor([[1, 0, -right * 5, 0, 1, -down * 4, 0, 0]], dtype=torch.float64)
        smooth(topic, name, "RandomTranslation", config, topic.draw(name).normal(2, 4, 5, 2), lambda x: projective(x, matrix, method, mode, 1.5))
    for name, down, across, mode in (
            ("zoom_in", -0.4, None, "reflect"), ("zoom_out_constant", 0.7, 0.3, "constant"), ("zoom_out_reflect", 1.0, -0.2, "reflect")):
        config = {"height_factor": [down, down], "width_factor": None if across is None else [across, across], "fill_mode": mode}
        zy, zx = 1 + down, 1 + (down if across is None else across)
        matrix = torch.tensor([[zx, 0, (1 - zx) * 2, 0, zy, (1 - zy) * 1.5, 0, 0]])
        smooth(topic, name, "RandomZoom", config, topic.draw(name).normal(1, 4, 5, 2), lambda x: projective(x, matrix, "bilinear", mode, 0))


def build_values(topic):
    def image(name, *shape):
        return topic.draw(name).uniform(*(shape or (2, 4, 5, 3)))
    unit = {"value_range": [0, 1]}
    smooth(topic, "brightness", "RandomBrightness", {"factor": [0.3, 0.3], **unit}, image("brightness"), lambda x: (x + 0.3).clamp(0, 1))
    smooth(topic, "brightness_255_darker", "RandomBrightness", {"factor": [-0.1, -0.1]}, image("darker") * 255, lambda x: (x - 25.5).clamp(0, 255))
    smooth(topic, "contrast_none", "RandomContrast", {"factor": [0, 0]}, image("contrast") * 255, lambda x: x)
    smooth(topic, "color_degeneration", "RandomColorDegeneration", {"factor": [0.6, 0.6], **unit}, image("degeneration"),
           lambda x: x + 0.6 * ((x * GREY).sum(-1, keepdim=True) - x))
    smooth(topic, "grayscale", "RandomGrayscale", {"factor": 1.0}, image("grayscale"), lambda x: (x * GREY).sum(-1, keepdim=True).expand(x.shape))
    smooth(topic, "invert", "RandomInvert", {"factor": [1, 1], "value_range": [0.2, 1.5]}, image("invert"), lambda x: 1.5 - x)
    smooth(topic, "gaussian_blur", "RandomGaussianBlur", {"factor": [1, 1], "kernel_size": [5, 3], "sigma": [0.8, 0.8], **unit}, image("blur"),
           lambda x: gaussian_blur(x, (5, 3), torch.tensor([[0.8, 0.8]])))
    sharpen = torch.full((3, 3), 1 / 13.0)
    sharpen[1, 1] = 5 / 13.0
    for name, factor in (("sharpness_smooth", 0.1), ("sharpness_sharp", 0.9)):
        def sharp(x):
            data = x.permute(0, 3, 1, 2)
            soft = torch.nn.functional.conv2d(data, sharpen.expand(3, 1, 3, 3), padding=1, groups=3)
            return (data + (1 - 2 * factor) * (soft - data)).clamp(0, 1).permute(0, 2, 3, 1)
        smooth(topic, name, "RandomSharpness", {"factor": [factor, factor], **unit}, image(name), sharp)
    smooth(topic, "erasing_all", "RandomErasing", {"factor": [1, 1], "scale": [1, 1], "fill_value": [1, 2, 3], "value_range": [0, 2.5]}, image("erasing"),
           lambda x: x * 0 + torch.tensor([1.0, 2.0, 2.5]))
    for name, factor, turn in (("saturation_pale", 0.3, 0), ("saturation_strong", 0.8, 0)):
        x = image(name)
        stepped(topic, name, "RandomSaturation", {"factor": [factor, factor], **unit}, x, recolored(x, factor / (1 - factor + 1e-7), 0))
    x = image("hue") * 255
    # Half a turn to either side is the same.
    stepped(topic, "hue_half_turn", "RandomHue", {"factor": [1, 1]}, x, recolored(x / 255, 1, 0.5) * 255)
    x = image("jitter")
    config = {"brightness_factor": [0.1, 0.1], "contrast_factor": None, "saturation_factor": [0.4, 0.4], "hue_factor": [1, 1], **unit}
    stepped(topic, "color_jitter", "RandomColorJitter", config, x, recolored(np.clip(x + 0.1, 0, 1), 0.4 / (0.6 + 1e-7), 0.5))
    x = topic.draw("posterization").integers(2, 4, 5, 3, below=256).astype(float)
    stepped(topic, "posterization", "RandomPosterization", {"factor": [3, 3]}, x, (x.astype(int) & 0b11100000).astype(float))
    x = image("solarization")
    brighter = np.clip(x + 0.1, 0, 1)
    config = {"addition_factor": [0.1, 0.1], "threshold_factor": [0.5, 0.5], **unit}
    stepped(topic, "solarization", "Solarization", config, x, np.where(brighter < 0.5, brighter, 1 - brighter))
    stepped(topic, "solarization_all", "Solarization", {"addition_factor": [0, 0], "threshold_factor": [0, 0]}, x * 255, 255 - x * 255)
    x = image("auto_contrast")
    x[0, :, :, 1] = 0.25
    low, high = x.min((1, 2), keepdims=True), x.max((1, 2), keepdims=True)
    with np.errstate(invalid="ignore"):
        y = np.where(high > low, (x - low) / (high - low), x)
    for training in (False, True):
        stepped(topic, f"auto_contrast_{'training' if training else 'inference'}", "AutoContrast", unit, x, y, training)


def recolored(x, strength, turn):
    def change(rgb):
        h, s, v = colorsys.rgb_to_hsv(*rgb)
        return colorsys.hsv_to_rgb((h + turn) % 1, min(1, s * strength), v)
    return np.apply_along_axis(change, -1, x)


def build_histograms(topic):
    for name, bins in (("equalization", 256), ("equalization_16_bins", 16)):
        x = np.minimum(topic.draw(name).integers(2, 6, 7, 2, below=256), 130).astype(float)
        x[1, :, :, 0] = 77
        y = np.empty_like(x)
        for n, c in np.ndindex(2, 2):
            values = np.clip((x[n, ..., c] * (bins - 1) / 255), 0, bins - 1).astype(int)
            cdf = np.cumsum(np.bincount(values.ravel(), minlength=bins))
            first = cdf[np.nonzero(cdf)[0][0]]
            table = np.round((cdf - first) * 255.0 / max(1, cdf[-1] - first))
            y[n, ..., c] = table[values] if len(np.unique(values)) > 1 else x[n, ..., c]
        stepped(topic, name, "Equalization", {"value_range": [0, 255], "bins": bins}, x, y, False)
    for name, shape, grid, limit in (("clahe", (2, 8, 9, 2), (2, 3), 4.0), ("clahe_ragged", (1, 7, 10, 1), (3, 4), 2.0),
                                     ("clahe_more_tiles_than_pixels", (1, 3, 2, 1), (4, 4), 0.0)):
        x = topic.draw(name).integers(*shape, below=256).astype(float)
        y = np.stack([np.stack([clahe(x[n, ..., c], grid, limit) for c in range(shape[3])], -1) for n in range(shape[0])])
        stepped(topic, name, "ContrastLimitedAdaptiveHistogramEqualization", {"value_range": [0, 255], "clip_limit": limit, "tile_grid_size": list(grid)},
            x, y, False)


def clahe(x, grid, limit):
    """Pixel by pixel."""
    height, width = x.shape
    th, tw = -(-height // grid[0]), -(-width // grid[1])
    padded = np.pad(x, ((0, th * grid[0] - height), (0, tw * grid[1] - width)), mode="symmetric").astype(int)
    tables = np.empty((*grid, 256))
    for i, j in np.ndindex(*grid):
        counts = np.bincount(padded[i * th:(i + 1) * th, j * tw:(j + 1) * tw].ravel(), minlength=256).astype(float)
        if limit > 0:
            kept = np.minimum(counts, limit * th * tw / 256)
            counts = kept + (counts - kept).sum() / 256
        cdf = np.cumsum(counts)
        rest = th * tw - cdf[0]
        tables[i, j] = np.clip((cdf - cdf[0]) * 255 / (rest if rest != 0 else 1), 0, 255)
    y = np.empty_like(x)
    for r, c in np.ndindex(height, width):
        p, q = (r - th / 2) / th, (c - tw / 2) / tw
        i, j = int(np.floor(p)), int(np.floor(q))
        table = lambda a, b: tables[np.clip(a, 0, grid[0] - 1), np.clip(b, 0, grid[1] - 1), padded[r, c]]
        upper, lower = (table(k, j) * (1 - q + j) + table(k, j + 1) * (q - j) for k in (i, i + 1))
        y[r, c] = upper * (1 - p + i) + lower * (p - i)
    return y
