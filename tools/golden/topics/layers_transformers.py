"""KerasHub's Transformer layers by their formulas."""
import math

import numpy as np
import torch

from topics.attention_rules import attend, causal, heads, join, moving


def build(topic):
    encoders(topic)
    decoders(topic)
    positions(topic)
    heads_and_tables(topic)


def case(topic, name, kind, config, inputs, function, call=None, dtypes=None, wrt=None):
    layer = {"module": None, "class_name": kind, "config": config, "registered_name": "keras_hub>" + kind}
    attributes = {"layer": layer, "dtypes": dtypes or {}}
    if call:
        attributes["call"] = call
    if wrt == []:
        tensors = {key: torch.tensor(np.asarray(value)) for key, value in inputs.items()}
        topic.add(name, attributes, inputs, function(**tensors))
    else:
        topic.add_with_gradients(name, attributes, inputs, function, wrt)


def norm(x, gamma, beta):
    return torch.nn.functional.layer_norm(x, x.shape[-1:], gamma, beta, 1e-5)


def self_attention(draw, features, count, size, source=None):
    source = source or features
    return [draw.normal(features, count, size, scale=0.5), draw.normal(count, size, scale=0.5), draw.normal(source, count, size, scale=0.5), draw.normal(count, size, scale=0.5),
            draw.normal(source, count, size, scale=0.5), draw.normal(count, size, scale=0.5), draw.normal(count, size, features, scale=0.5), draw.normal(features, scale=0.5)]


def layer_norm(draw, features):
    return [1 + draw.normal(features, scale=0.25), draw.normal(features, scale=0.25)]


def dense(draw, features, width):
    return [draw.normal(features, width, scale=0.5), draw.normal(width, scale=0.5), draw.normal(width, features, scale=0.5), draw.normal(features, scale=0.5)]


def attention(x, source, w, mask=None):
    y, scores = attend(heads(x, w[0], w[1]), heads(source, w[2], w[3]), heads(source, w[4], w[5]), mask)
    return join(y, w[6], w[7]), scores


def residual(x, first, gain, f):
    return x + f(norm(x, *gain)) if first else norm(x + f(x), *gain)


def network(w, activation):
    return lambda x: activation(x @ w[0] + w[1]) @ w[2] + w[3]


def encoders(topic):
    for name, shape, first, activation, extra in [
            ("encoder", (2, 3, 4), False, "relu", {}), ("encoder_normalize_first", (2, 3, 4), True, "gelu", {}), ("encoder_one_step", (1, 1, 4), False, "relu", {}),
            ("encoder_padding_scores", (2, 3, 4), False, "relu", {"padding": True, "scores": True}), ("encoder_both_masks", (2, 3, 4), True, "tanh", {"padding": True, "mask": True})]:
        draw = topic.draw(name)
        inputs, call, dtypes = {"x0": draw.normal(*shape)}, {"inputs": "x0"}, {}
        if extra.get("padding"):
            inputs["x1"], call["padding_mask"], dtypes["x1"] = [[1, 1, 0], [1, 1, 1]], "x1", "bool"
        if extra.get("mask"):
            inputs["x2"], call["attention_mask"], dtypes["x2"] = [[[1, 0, 0], [1, 1, 0], [1, 1, 1]]] * 2, "x2", "bool"
        if extra.get("scores"):
            call["return_attention_scores"] = True
        weights = self_attention(draw, 4, 2, 2) + layer_norm(draw, 4) + layer_norm(draw, 4) + dense(draw, 4, 6)
        inputs.update({f"w{i}": w for i, w in enumerate(weights)})

        def run(x0, x1=None, x2=None, **w):
            w = [w[f"w{i}"] for i in range(len(w))]
            mask = None if x1 is None else x1.bool()[:, None, None, :]
            if x2 is not None:
                mask = mask & x2.bool()[:, None]
            outputs = {}

            def look(y):
                y, scores = attention(y, y, w, mask)
                if extra.get("scores"):
                    outputs["y1"] = scores
                return y
            x = residual(x0, first, w[8:10], look)
            return {"y0": residual(x, first, w[10:12], network(w[12:], ACTIVATIONS[activation])), **outputs}

        case(topic, name, "TransformerEncoder", {"intermediate_dim": 6, "num_heads": 2, "normalize_first": first, "activation": activation}, inputs, run, call, dtypes, moving(inputs))


def decoders(topic):
    for name, first, cross, extra in [
            ("decoder", False, None, {}), ("decoder_normalize_first", True, None, {}), ("decoder_not_causal", False, None, {"free": True}),
            ("decoder_cross", False, 5, {}), ("decoder_cross_masks", True, 2, {"masks": True})]:
        draw = topic.draw(name)
        inputs, call, dtypes = {"x0": draw.normal(2, 3, 4)}, {"decoder_sequence": "x0"}, {}
        if cross:
            inputs["x1"], call["encoder_sequence"] = draw.normal(2, cross, 3), "x1"
        if extra.get("masks"):
            inputs["x2"], call["decoder_padding_mask"], dtypes["x2"] = [[1, 1, 0], [1, 1, 1]], "x2", "bool"
            inputs["x3"], call["encoder_padding_mask"], dtypes["x3"] = [[1, 0], [1, 1]], "x3", "bool"
        if extra.get("free"):
            call["use_causal_mask"] = False
        weights = self_attention(draw, 4, 2, 2) + layer_norm(draw, 4)
        if cross:
            weights += self_attention(draw, 4, 2, 2, 3) + layer_norm(draw, 4)
        weights += dense(draw, 4, 6) + layer_norm(draw, 4)
        inputs.update({f"w{i}": w for i, w in enumerate(weights)})

        def run(x0, x1=None, x2=None, x3=None, **w):
            w = [w[f"w{i}"] for i in range(len(w))]
            mask = None if extra.get("free") else causal(3, 3)[None, None]
            if x2 is not None:
                mask = mask & x2.bool()[:, None, None, :]
            x = residual(x0, first, w[8:10], lambda y: attention(y, y, w, mask)[0])
            w = w[10:]
            if x1 is not None:
                seen = None if x3 is None else x3.bool()[:, None, None, :]
                x = residual(x, first, w[8:10], lambda y: attention(y, x1, w, seen)[0])
                w = w[10:]
            return {"y0": residual(x, first, w[4:6], network(w, torch.relu))}

        case(topic, name, "TransformerDecoder", {"intermediate_dim": 6, "num_heads": 2, "normalize_first": first}, inputs, run, call, dtypes, moving(inputs, ("w3", "w13") if cross else ("w3",)))


def frequencies(d, wavelength=10000.0, factor=1.0, kind="linear", fast=32.0, slow=1.0, length=4096, truncate=False, denominator=None):
    plain = wavelength ** (-torch.arange(0, d, 2) / (denominator or d))
    if kind == "linear":
        return plain / factor
    if kind == "dynamic":
        return plain / factor ** (d / max(1, d - 2))
    pair = lambda turns: d * math.log(length / (turns * 2 * math.pi)) / (2 * math.log(wavelength))
    low, high = pair(fast), pair(slow)
    if truncate:
        low, high = math.floor(low), math.ceil(high)
    low, high = max(low, 0), min(high, d // 2 - 1)
    ramp = ((torch.arange(d // 2) - low) / max(high - low, 0.001)).clamp(0, 1)
    return plain / factor * ramp + plain * (1 - ramp)


def rotate(x, places, rates, gain=1.0):
    """x [batch, steps, .., features]."""
    angles = places[:, None] * rates[None, :]
    angles = torch.cat([angles, angles], -1).reshape(1, x.shape[1], *[1] * (x.dim() - 3), x.shape[-1])
    half = x.shape[-1] // 2
    turned = torch.cat([-x[..., half:], x[..., :half]], -1)
    return x * angles.cos() * gain + turned * angles.sin() * gain


def positions(topic):
    for name, features, wavelength, start in [("sine", 6, 10000.0, 0), ("sine_odd_features_start", 5, 50.0, 7)]:
        def sine(x0):
            i = torch.arange(features)
            angles = (torch.arange(x0.shape[1]) + start)[:, None] * wavelength ** (-2.0 * (i // 2) / features)
            return {"y0": torch.where(i % 2 == 0, angles.sin(), angles.cos()).expand(x0.shape)}
        case(topic, name, "SinePositionEncoding", {"max_wavelength": wavelength}, {"x0": topic.draw(name).normal(2, 4, features)}, sine, {"inputs": "x0", "start_index": start}, wrt=[])

    for name, shape, config, start in [
            ("rotary", (2, 3, 4), {}, 0), ("rotary_heads_start", (2, 3, 2, 6), {"max_wavelength": 100.0}, 5), ("rotary_scaled", (1, 4, 4), {"scaling_factor": 2.0}, 0),
            ("rotary_dynamic", (2, 3, 6), {"scaling_factor": 3.0, "rope_type": "dynamic"}, 1), ("rotary_denominator", (2, 3, 4), {"denominator_dim": 8}, 1),
            ("rotary_yarn", (2, 3, 8), {"scaling_factor": 4.0, "rope_type": "yarn", "max_wavelength": 100.0, "original_max_position_embeddings": 64, "beta_fast": 4.0}, 2),
            ("rotary_yarn_truncated", (2, 4, 8), {"scaling_factor": 4.0, "rope_type": "yarn", "max_wavelength": 100.0, "original_max_position_embeddings": 4, "truncate": True}, 2)]:
        kind = config.get("rope_type", "linear")
        rates = frequencies(shape[-1], config.get("max_wavelength", 10000.0), config.get("scaling_factor", 1.0), kind, config.get("beta_fast", 32.0), 1.0,
                            config.get("original_max_position_embeddings", 4096), config.get("truncate", False), config.get("denominator_dim"))
        gain = 0.1 * math.log(config["scaling_factor"]) + 1 if kind == "yarn" else 1.0
        places = torch.arange(shape[1]) + float(start)
        if config.get("truncate"):
            places = places.clamp(max=config["original_max_position_embeddings"])
        case(topic, name, "RotaryEmbedding", config, {"x0": topic.draw(name).normal(*shape)}, lambda x0: {"y0": rotate(x0, places, rates, gain)}, {"inputs": "x0", "start_index": start})
    case(topic, "rotary_other_axes", "RotaryEmbedding", {"sequence_axis": 2, "feature_axis": 1}, {"x0": topic.draw("rotary_other_axes").normal(2, 4, 3)},
         lambda x0: {"y0": rotate(x0.transpose(1, 2), torch.arange(3) + 0.0, frequencies(4)).transpose(1, 2)})

    draw = topic.draw("alibi")
    for name, count, largest in [("alibi", 4, 8), ("alibi_six_heads", 6, 4)]:
        def slopes(n):
            power = 2 ** int(math.log2(n))
            first = [2 ** (-largest * (i + 1) / power) for i in range(power)]
            return first if power == n else first + slopes(2 * power)[::2][:n - power]
        case(topic, name, "AlibiBias", {"alibi_bias_max": largest}, {"x0": topic.draw(name).normal(2, count, 3, 4)},
             lambda x0: {"y0": x0 + torch.tensor(slopes(count))[:, None, None] * torch.arange(-3, 1)})


def heads_and_tables(topic):
    draw = topic.draw("position_embedding")
    case(topic, "position_embedding", "PositionEmbedding", {"sequence_length": 5}, {"x0": draw.normal(2, 3, 4), "w0": draw.normal(5, 4)},
         lambda x0, w0: {"y0": w0[1:4].expand(x0.shape)}, {"inputs": "x0", "start_index": 1}, wrt=["w0"])

    draw = topic.draw("token_and_position")
    case(topic, "token_and_position", "TokenAndPositionEmbedding", {"vocabulary_size": 6, "sequence_length": 4, "embedding_dim": 3, "mask_zero": True},
         {"x0": draw.integers(2, 4, below=6), "w0": draw.normal(6, 3), "w1": draw.normal(4, 3)},
         lambda x0, w0, w1: {"y0": w0[x0] + w1[None], "y0.mask": x0 != 0}, dtypes={"x0": "int32"})

    draw = topic.draw("masked_lm_head")
    names = ["w0", "w1", "w2", "w3", "w4", "w5"]
    arrays = [draw.normal(4, 7), draw.normal(7), draw.normal(4, 4), draw.normal(4), 1 + draw.normal(4, scale=0.25), draw.normal(4, scale=0.25)]

    def head(x0, x1, w0, w1, w2, w3, w4, w5):
        x = torch.gather(x0, 1, x1[:, :, None].expand(-1, -1, 4))
        return {"y0": norm(torch.relu(x @ w2 + w3), w4, w5) @ w0 + w1}
    case(topic, "masked_lm_head", "MaskedLMHead", {"vocabulary_size": 7}, {"x0": draw.normal(2, 5, 4), "x1": draw.integers(2, 3, below=5), **dict(zip(names, arrays))}, head,
         dtypes={"x1": "int32"})


ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "gelu": torch.nn.functional.gelu}
