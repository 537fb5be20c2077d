"""Reading images at any place, blurring, colors. Borders come from NumPy's own padding of an index, so no formula of ours is repeated."""
import colorsys

import numpy as np
import torch
import torch.nn.functional as F

PAD = {"nearest": "edge", "wrap": "wrap", "mirror": "reflect", "reflect": "symmetric"}


def single(values):
    """Numbers that are exact in float32."""
    return np.array(values, np.float32).astype(float)


def places(n, mode, margin):
    """For every whole place from -margin to n + margin the pixel that stands there."""
    return np.arange(-margin, n + margin) if mode == "constant" else np.pad(np.arange(n), margin, mode=PAD[mode])


def read(image, row, column, mode, fill):
    """Pixels [rows, columns, channels] of one image at whole places."""
    height, width = image.shape[:2]
    margin = 8 * max(height, width)
    r = torch.as_tensor(places(height, mode, margin))[row.long() + margin]
    c = torch.as_tensor(places(width, mode, margin))[column.long() + margin]
    inside = ((r >= 0) & (r < height) & (c >= 0) & (c < width)).unsqueeze(-1)
    return torch.where(inside, image[r.clamp(0, height - 1), c.clamp(0, width - 1)], torch.tensor(float(fill)))


def map_coordinates(images, coordinates, interpolation, mode, fill):
    results = []
    for image, at in zip(images, coordinates):
        row, column = at[..., 0], at[..., 1]
        if interpolation == "nearest":
            whole = [torch.sign(p) * torch.floor(p.abs() + 0.5) for p in (row.detach(), column.detach())]
            results.append(read(image, *whole, mode, fill))
            continue
        top, left = torch.floor(row.detach()), torch.floor(column.detach())
        down, right = (row - top).unsqueeze(-1), (column - left).unsqueeze(-1)
        corner = lambda i, j: read(image, top + i, left + j, mode, fill)
        results.append((corner(0, 0) * (1 - right) + corner(0, 1) * right) * (1 - down) + (corner(1, 0) * (1 - right) + corner(1, 1) * right) * down)
    return torch.stack(results)


def projective(images, transforms, interpolation, mode, fill, size=None):
    height, width = size or images.shape[1:3]
    y, x = torch.meshgrid(torch.arange(height, dtype=torch.float64), torch.arange(width, dtype=torch.float64), indexing="ij")
    a0, a1, a2, b0, b1, b2, c0, c1 = (transforms[:, i, None, None] for i in range(8))
    depth = c0 * x + c1 * y + 1
    at = torch.stack([(b0 * x + b1 * y + b2) / depth, (a0 * x + a1 * y + a2) / depth], -1)
    return map_coordinates(images, at.expand(images.shape[0], height, width, 2), interpolation, mode, fill)


def gaussian_blur(images, size, sigma):
    """Each image with its own pair of sigmas, as one two-dimensional kernel."""
    results = []
    for image, (down, across) in zip(images, sigma.expand(images.shape[0], 2)):
        i, j = (torch.arange(n, dtype=torch.float64) - (n - 1) / 2 for n in size)
        kernel = torch.exp(-0.5 * (i[:, None] / down) ** 2 - 0.5 * (j[None, :] / across) ** 2)
        kernel = (kernel / kernel.sum()).expand(image.shape[2], 1, *size)
        results.append(F.conv2d(image.permute(2, 0, 1)[None], kernel, padding=[n // 2 for n in size], groups=image.shape[2])[0].permute(1, 2, 0))
    return torch.stack(results)


def build(topic):
    for mode in ("constant", "nearest", "wrap", "mirror", "reflect"):
        for interpolation in ("nearest", "bilinear"):
            name = f"map_{mode}_{interpolation}"
            draw = topic.draw(name)
            # Far beyond the border too, and never near the places where nearest jumps.
            at = draw.integers(2, 4, 5, 2, below=30) - 15 + draw.uniform(2, 4, 5, 2, low=0.1, high=0.4)
            inputs = {"x": draw.normal(2, 4, 3, 2), "coordinates": at}
            attributes = {"op": "map_coordinates", "interpolation": interpolation, "fill_mode": mode, "fill_value": 0.5}
            topic.add_with_gradients(name, attributes, inputs, lambda x, coordinates: map_coordinates(x, coordinates, interpolation, mode, 0.5),
                                     None if interpolation == "bilinear" else ["x"])
    maps = {"shear": [[1.1, 0.3, -0.73, 0.2, 0.9, 0.41, 0, 0], [0.8, -0.2, 1.33, 0.1, 1.2, -2.13, 0, 0]],
            "tilt": [[0.9, 0.1, 0.3, -0.1, 1.1, 0.2, 0.05, -0.02]], "shift": [[1, 0, 6.3, 0, 1, -7.4, 0, 0]]}
    for kind, matrix in maps.items():
        for mode, size in (("constant", None), ("reflect", None), ("wrap", (3, 6)), ("nearest", (5, 2))):
            name = f"projective_{kind}_{mode}"
            inputs = {"x": topic.draw(name).normal(2, 4, 5, 2), "transforms": single(matrix)}
            attributes = {"op": "projective_transform", "interpolation": "bilinear", "fill_mode": mode, "fill_value": -1, "size": size or []}
            topic.add_with_gradients(name, attributes, inputs, lambda x, transforms: projective(x, transforms, "bilinear", mode, -1, size))
    for name, size, sigma in (("blur_3_shared", (3, 3), [[0.8, 1.5]]), ("blur_5_3_own", (5, 3), [[0.5, 1], [2, 0.3]]),
                              ("blur_larger_than_image", (9, 7), [[1, 1], [3, 2]])):
        inputs = {"x": topic.draw(name).normal(2, 4, 5, 2), "sigma": single(sigma)}
        topic.add_with_gradients(name, {"op": "gaussian_blur", "size": size}, inputs, lambda x, sigma: gaussian_blur(x, size, sigma))
    colors = np.concatenate(
        [topic.draw("colors").uniform(12, 3), [[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.5], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0.25, 0.25, 0.75]]])
    topic.add("rgb_to_hsv", {"op": "rgb_to_hsv"}, {"x": colors}, {"y": np.array([colorsys.rgb_to_hsv(*c) for c in colors])})
    hsv = topic.draw("hsv").uniform(12, 3)
    topic.add("hsv_to_rgb", {"op": "hsv_to_rgb"}, {"x": hsv}, {"y": np.array([colorsys.hsv_to_rgb(*c) for c in hsv])})
    topic.add_with_gradients("rgb_to_grayscale", {"op": "rgb_to_grayscale"}, {"x": topic.draw("grey").uniform(2, 3, 3)},
                             lambda x: (x * torch.tensor([0.2989, 0.587, 0.114])).sum(-1, keepdim=True))
