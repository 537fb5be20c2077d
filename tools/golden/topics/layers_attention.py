"""MultiHeadAttention by PyTorch's own, with its weights laid out anew; the other attention layers by their formulas."""
import numpy as np
import torch

from topics.attention_rules import attend, causal, heads, join, masked_softmax, moving, window


def build(topic):
    torch_attention(topic)
    variants(topic)
    groups(topic)
    cached(topic)
    scored(topic)


def kernels(draw, features, count, key, value=None, value_features=None, key_features=None, out=None, value_count=None, bias=True):
    """Weights of query, key, value and output in Keras' order."""
    value, value_features, value_count, out = value or key, value_features or features, value_count or count, out or features
    shapes = [(features, count, key), (key_features or value_features, value_count, key), (value_features, value_count, value), (count, value, out)]
    arrays = []
    for shape, biased in zip(shapes, [(count, key), (value_count, key), (value_count, value), (out,)]):
        arrays += [draw.normal(*shape, scale=0.5)] + ([draw.normal(*biased, scale=0.5)] if bias else [])
    return {f"w{i}": array for i, array in enumerate(arrays)}


def torch_attention(topic):
    for name, shape, steps, value_features, setting in [
            ("mha_self", (2, 3, 4), None, None, {}), ("mha_longer_keys", (2, 2, 4), 5, 3, {}), ("mha_shorter_keys", (1, 4, 4), 2, 4, {}),
            ("mha_one_step", (3, 1, 4), None, None, {}), ("mha_causal", (2, 4, 4), None, None, {"causal": True}),
            ("mha_padding", (2, 3, 4), 4, 2, {"padding": True}), ("mha_attention_mask_scores", (2, 3, 4), 4, 4, {"mask": True, "scores": True}),
            ("mha_causal_and_padding_scores", (2, 4, 4), 4, 4, {"causal": True, "padding": True, "scores": True})]:
        draw, count, size = topic.draw(name), 2, 2
        features = shape[-1]
        inputs = {"x0": draw.normal(*shape)}
        call, dtypes = {"query": "x0", "value": "x1" if steps else "x0"}, {}
        if steps:
            inputs["x1"] = draw.normal(shape[0], steps, value_features)
        keys = steps or shape[1]
        if setting.get("padding"):
            inputs["x1.mask"] = (torch.arange(keys)[None, :] < torch.tensor([[keys - 1], [keys - 2]])).numpy()
        if setting.get("mask"):
            mask = draw.integers(shape[0], shape[1], keys, below=2)
            mask[:, :, 1] = 1
            inputs["x2"], call["attention_mask"], dtypes["x2"] = mask, "x2", "bool"
        if setting.get("causal"):
            call["use_causal_mask"] = True
        if setting.get("scores"):
            call["return_attention_scores"] = True
        inputs.update(kernels(draw, features, count, size, value_features=value_features))

        def run(x0, x1=None, x2=None, w0=None, w1=None, w2=None, w3=None, w4=None, w5=None, w6=None, w7=None, **masks):
            x1 = x0 if x1 is None else x1
            blocked = torch.zeros(shape[0] * count, shape[1], keys, dtype=torch.bool)
            if setting.get("causal"):
                blocked |= ~causal(shape[1], keys)
            if x2 is not None:
                blocked |= ~x2.bool().repeat_interleave(count, 0)
            padding = ~masks["x1.mask"].bool() if "x1.mask" in masks else None
            turn = lambda w: w.reshape(w.shape[0], -1).T
            y, scores = torch.nn.functional.multi_head_attention_forward(
                x0.transpose(0, 1), x1.transpose(0, 1), x1.transpose(0, 1), count * size, count, None, torch.cat([w1.reshape(-1), w3.reshape(-1), w5.reshape(-1)]),
                None, None, False, 0.0, w6.reshape(-1, features).T, w7, training=False, key_padding_mask=padding, need_weights=True, attn_mask=blocked,
                use_separate_proj_weight=True, q_proj_weight=turn(w0), k_proj_weight=turn(w2), v_proj_weight=turn(w4), average_attn_weights=False)
            y = {"y0": y.transpose(0, 1)}
            return {**y, "y1": scores} if setting.get("scores") else y

        layer = {"class_name": "MultiHeadAttention", "config": {"num_heads": count, "key_dim": size}}
        topic.add_with_gradients(name, {"layer": layer, "call": call, "dtypes": dtypes}, inputs, run, moving(inputs))


def variants(topic):
    def case(name, config, call, inputs, run, dtypes=None):
        topic.add_with_gradients(name, {"layer": {"class_name": "MultiHeadAttention", "config": {"num_heads": 2, "key_dim": 3, "use_bias": False, **config}},
                                        "call": call, "dtypes": dtypes or {}}, inputs, run)

    def plain(x0, x1, w0, w1, w2, w3, x2=None, mask=None):
        y, weights = attend(heads(x0, w0), heads(x1 if x2 is None else x2, w1), heads(x1, w2), mask)
        return y, weights

    draw = topic.draw("mha_own_key")
    case("mha_own_key", {}, {"query": "x0", "value": "x1", "key": "x2"},
         {"x0": draw.normal(2, 3, 4), "x1": draw.normal(2, 2, 5), "x2": draw.normal(2, 2, 3), **kernels(draw, 4, 2, 3, value_features=5, key_features=3, bias=False)},
         lambda x0, x1, x2, w0, w1, w2, w3: {"y0": join(plain(x0, x1, w0, w1, w2, w3, x2)[0], w3)})

    draw = topic.draw("mha_value_dim_and_output")
    case("mha_value_dim_and_output", {"value_dim": 2, "output_shape": [6]}, {"query": "x0", "value": "x1", "return_attention_scores": True},
         {"x0": draw.normal(1, 3, 4), "x1": draw.normal(1, 2, 4), **kernels(draw, 4, 2, 3, value=2, out=6, bias=False)},
         lambda x0, x1, w0, w1, w2, w3: (lambda r: {"y0": join(r[0], w3), "y1": r[1]})(plain(x0, x1, w0, w1, w2, w3)))

    draw = topic.draw("mha_sliding_window")
    case("mha_sliding_window", {"sliding_window": 2}, {"query": "x0", "value": "x1"},
         {"x0": draw.normal(2, 4, 4), "x1": draw.normal(2, 5, 4), **kernels(draw, 4, 2, 3, bias=False)},
         lambda x0, x1, w0, w1, w2, w3: {"y0": join(plain(x0, x1, w0, w1, w2, w3, mask=window(4, 5, 2))[0], w3)})

    draw = topic.draw("mha_sliding_window_causal")
    case("mha_sliding_window_causal", {"sliding_window": 3}, {"query": "x0", "value": "x0", "use_causal_mask": True},
         {"x0": draw.normal(1, 5, 4), **kernels(draw, 4, 2, 3, bias=False)},
         lambda x0, w0, w1, w2, w3: {"y0": join(plain(x0, x0, w0, w1, w2, w3, mask=window(5, 5, 3) & causal(5, 5))[0], w3)})

    draw = topic.draw("mha_query_mask")
    inputs = {"x0": draw.normal(2, 3, 4), "x0.mask": [[1, 1, 0], [1, 0, 0]], **kernels(draw, 4, 2, 3, bias=False)}

    def masked_queries(x0, w0, w1, w2, w3, **masks):
        mask = masks["x0.mask"].bool()
        y, _ = plain(x0, x0, w0, w1, w2, w3, mask=(mask[:, :, None] & mask[:, None, :])[:, None])
        return {"y0": join(y, w3), "y0.mask": mask}
    case("mha_query_mask", {}, {"query": "x0", "value": "x0"}, inputs, masked_queries)

    draw = topic.draw("mha_gate")
    inputs = {"x0": draw.normal(2, 3, 4), "w0": draw.normal(4, 2, 3), "w1": draw.normal(4, 2, 3), "w2": draw.normal(4, 2, 3), "w3": draw.normal(4, 2, 3), "w4": draw.normal(2, 3, 4)}
    case("mha_gate", {"use_gate": True}, {"query": "x0", "value": "x0"}, inputs,
         lambda x0, w0, w1, w2, w3, w4: {"y0": join(attend(heads(x0, w0), heads(x0, w1), heads(x0, w3))[0] * torch.sigmoid(heads(x0, w2)), w4)})

    draw = topic.draw("mha_two_axes")
    inputs = {"x0": draw.normal(2, 2, 3, 4), "x1": draw.normal(2, 1, 2, 4), **kernels(draw, 4, 2, 3, bias=False)}

    def two_axes(x0, x1, w0, w1, w2, w3):
        y, weights = plain(x0.reshape(2, 6, 4), x1.reshape(2, 2, 4), w0, w1, w2, w3)
        return {"y0": join(y, w3).reshape(2, 2, 3, 4), "y1": weights.reshape(2, 2, 2, 3, 1, 2)}
    case("mha_two_axes", {}, {"query": "x0", "value": "x1", "return_attention_scores": True}, inputs, two_axes)

    draw = topic.draw("mha_second_axis")
    inputs = {"x0": draw.normal(2, 2, 3, 4), **kernels(draw, 4, 2, 3, bias=False)}

    def second_axis(x0, w0, w1, w2, w3):
        rows = x0.reshape(4, 3, 4)
        return {"y0": join(plain(rows, rows, w0, w1, w2, w3)[0], w3).reshape(2, 2, 3, 4)}
    case("mha_second_axis", {"attention_axes": [2]}, {"query": "x0", "value": "x0"}, inputs, second_axis)

    draw = topic.draw("mha_first_of_two_axes")
    inputs = {"x0": draw.normal(2, 3, 2, 4), **kernels(draw, 4, 2, 3, bias=False)}

    def first_axis(x0, w0, w1, w2, w3):
        columns = x0.transpose(1, 2).reshape(4, 3, 4)
        return {"y0": join(plain(columns, columns, w0, w1, w2, w3, mask=causal(3, 3))[0], w3).reshape(2, 2, 3, 4).transpose(1, 2)}
    case("mha_first_of_two_axes", {"attention_axes": [1]}, {"query": "x0", "value": "x0", "use_causal_mask": True}, inputs, first_axis)


def cached(topic):
    """Keys and values of two steps stand in the cache already; those of the call are put behind them."""
    draw = topic.draw("cached_attention")
    inputs = {"x0": draw.normal(2, 1, 4), "x1": draw.normal(2, 2, 4, 2, 3), "x2": np.array(2), "x3": np.array([[[1, 1, 1, 0]], [[0, 1, 1, 0]]]),
              **kernels(draw, 4, 2, 3, bias=False)}

    def run(x0, x1, x2, x3, w0, w1, w2, w3):
        key, value = (torch.cat([x1[:, i, :2], heads(x0, w).transpose(1, 2), x1[:, i, 3:]], 1) for i, w in ((0, w1), (1, w2)))
        y, _ = attend(heads(x0, w0), key.transpose(1, 2), value.transpose(1, 2), x3.bool()[:, None])
        return {"y0": join(y, w3), "y1": torch.stack([key, value], 1)}
    layer = {"class_name": "CachedMultiHeadAttention", "config": {"num_heads": 2, "key_dim": 3, "use_bias": False}}
    call = {"query": "x0", "value": "x0", "cache": "x1", "cache_update_index": "x2", "attention_mask": "x3"}
    topic.add_with_gradients("cached_attention", {"layer": layer, "call": call, "dtypes": {"x2": "int32", "x3": "bool"}}, inputs, run)


def groups(topic):
    for name, query_heads, value_heads, setting in [
            ("gqa_two_groups", 4, 2, {}), ("gqa_one_group_causal_scores", 3, 1, {"causal": True, "scores": True}),
            ("gqa_as_many_groups", 2, 2, {"window": 2}), ("gqa_gate", 2, 1, {"gate": True})]:
        draw = topic.draw(name)
        inputs = {"x0": draw.normal(2, 3, 4), "x1": draw.normal(2, 4, 5), **kernels(draw, 4, query_heads, 2, value_features=5, value_count=value_heads)}
        if setting.get("gate"):
            weights = list(kernels(draw, 4, query_heads, 2, value_features=5, value_count=value_heads).values())
            weights[4:4] = [draw.normal(4, query_heads, 2), draw.normal(query_heads, 2)]
            inputs = {"x0": inputs["x0"], "x1": inputs["x1"], **{f"w{i}": w for i, w in enumerate(weights)}}
        call = {"query": "x0", "value": "x1"}
        if setting.get("causal"):
            call["use_causal_mask"] = True
        if setting.get("scores"):
            call["return_attention_scores"] = True

        def run(x0, x1, **w):
            w = [w[f"w{i}"] for i in range(len(w))]
            gate = w[4:6] if setting.get("gate") else None
            if gate:
                w = w[:4] + w[6:]
            mask = causal(3, 4) if setting.get("causal") else window(3, 4, setting["window"]) if "window" in setting else None
            repeat = lambda x: x.repeat_interleave(query_heads // value_heads, 1)
            y, scores = attend(heads(x0, w[0], w[1]), repeat(heads(x1, w[2], w[3])), repeat(heads(x1, w[4], w[5])), mask)
            if gate:
                y = y * torch.sigmoid(heads(x0, *gate))
            y = {"y0": join(y, w[6], w[7])}
            return {**y, "y1": scores} if setting.get("scores") else y

        config = {"head_dim": 2, "num_query_heads": query_heads, "num_key_value_heads": value_heads, "sliding_window": setting.get("window"), "use_gate": bool(setting.get("gate"))}
        topic.add_with_gradients(name, {"layer": {"class_name": "GroupQueryAttention", "config": config}, "call": call}, inputs, run, moving(inputs))


def scored(topic):
    for name, kind, config, setting in [
            ("attention_dot", "Attention", {}, {}), ("attention_scaled", "Attention", {"use_scale": True}, {"key": True}),
            ("attention_concat", "Attention", {"score_mode": "concat"}, {"scores": True}), ("attention_concat_scaled", "Attention", {"use_scale": True, "score_mode": "concat"}, {"masks": True}),
            ("attention_causal_one_query", "Attention", {}, {"causal": True, "steps": (1, 3)}), ("attention_causal_masks", "Attention", {}, {"causal": True, "masks": True, "scores": True}),
            ("additive", "AdditiveAttention", {}, {}), ("additive_plain_key", "AdditiveAttention", {"use_scale": False}, {"key": True}),
            ("additive_masks", "AdditiveAttention", {}, {"masks": True}), ("additive_causal_scores", "AdditiveAttention", {}, {"causal": True, "scores": True})]:
        draw = topic.draw(name)
        queries, values = setting.get("steps", (3, 4))
        inputs = {"x0": draw.normal(2, queries, 4), "x1": draw.normal(2, values, 5 if setting.get("key") else 4)}
        if setting.get("key"):
            inputs["x2"] = draw.normal(2, values, 4)
        if setting.get("masks"):
            inputs["x0.mask"], inputs["x1.mask"] = [[1, 1, 0], [1, 1, 1]], [[1, 1, 1, 0], [1, 0, 1, 0]]
        concat = config.get("score_mode") == "concat"
        scale = config.get("use_scale", kind == "AdditiveAttention")
        if scale:
            inputs["w0"] = draw.normal(4) if kind == "AdditiveAttention" else draw.normal()
        if concat:
            inputs["w1" if scale else "w0"] = draw.normal()

        def run(x0, x1, x2=None, w0=None, w1=None, **masks):
            key = x1 if x2 is None else x2
            pairs = x0[:, :, None] + key[:, None]
            if kind == "AdditiveAttention":
                scores = (torch.tanh(pairs) * (w0 if scale else 1)).sum(-1)
            elif concat:
                scores = (w1 if scale else w0) * torch.tanh(pairs * (w0 if scale else 1)).sum(-1)
            else:
                scores = x0 @ key.transpose(1, 2) * (w0 if scale else 1)
            mask = causal(queries, values)[None] if setting.get("causal") else None
            if masks:
                seen = masks["x1.mask"].bool()[:, None]
                mask = seen if mask is None else seen & mask
            weights = masked_softmax(scores, mask)
            y = weights @ x1
            outputs = {"y0": y * masks["x0.mask"][:, :, None] if masks else y}
            if setting.get("scores"):
                outputs["y1"] = weights
            return {**outputs, "y0.mask": masks["x0.mask"].bool()} if masks else outputs

        call = {"inputs": ["x0", "x1", "x2"] if setting.get("key") else ["x0", "x1"]}
        if setting.get("causal"):
            call["use_causal_mask"] = True
        if setting.get("scores"):
            call["return_attention_scores"] = True
        topic.add_with_gradients(name, {"layer": {"class_name": kind, "config": config}, "call": call}, inputs, run)
