"""Recurrent layers by PyTorch: its own LSTM, GRU and RNN with the gates in Keras' order, and loops over its ops for what it lacks.

Keras' GRU has the gates z, r, h where PyTorch has r, z, n. Masks, peepholes, the reset gate before the product and convolutional LSTMs are
written here as loops, by Keras' rules: a masked step holds the states and gives the output before it again (zeros at the start).
"""
import torch
from torch import _VF
from torch.nn import functional as F


def lstm(x, kernel, recurrent, bias=None, states=None, both=None):
    """PyTorch's LSTM, batch first: (outputs, h, c). `both` are the weights of the other direction."""
    sides = [(kernel, recurrent, bias)] + ([both] if both else [])
    params = [p for k, u, b in sides for p in (k.T, u.T) + ((b, torch.zeros_like(b)) if b is not None else ())]
    zero = torch.zeros(len(sides), x.shape[0], recurrent.shape[0])
    hx = (zero, zero) if states is None else tuple(s[None] for s in states)
    return _VF.lstm(x, hx, params, bias is not None, 1, 0.0, False, both is not None, True)


def gru(x, kernel, recurrent, bias, state=None):
    def swap(w):
        z, r, h = w.chunk(3, -1)
        return torch.cat([r, z, h], -1)
    params = [swap(kernel).T, swap(recurrent).T, swap(bias[0]), swap(bias[1])]
    return _VF.gru(x, torch.zeros(1, x.shape[0], recurrent.shape[0]) if state is None else state[None], params, True, 1, 0.0, False, False, True)


def rnn(x, kernel, recurrent, bias, relu=False):
    function = _VF.rnn_relu if relu else _VF.rnn_tanh
    params = [kernel.T, recurrent.T, bias, torch.zeros_like(bias)]
    return function(x, torch.zeros(1, x.shape[0], recurrent.shape[0]), params, True, 1, 0.0, False, False, True)


def loop(x, step, states, mask=None, backwards=False, zero=False):
    """Keras' loop: all outputs in the order they are made, and the last states."""
    outputs, last = [], None
    times = range(x.shape[1])
    for t in reversed(times) if backwards else times:
        y, new = step(x[:, t], states)
        if mask is not None:
            keep = mask[:, t].reshape(-1, *[1] * (y.dim() - 1))
            held = torch.zeros_like(y) if zero or last is None else last
            y, new = torch.where(keep, y, held), [torch.where(keep, a, b) for a, b in zip(new, states)]
        states = new
        last = y
        outputs.append(y)
    return torch.stack(outputs, 1), states


def lstm_step(kernel, recurrent, bias=0.0, peephole=None, product=torch.matmul, feed=torch.matmul):
    def step(x, states):
        h, c = states
        i, f, z, o = (product(x, kernel) + feed(h, recurrent) + bias).chunk(4, -1)
        if peephole is not None:
            i, f = i + c * peephole[0], f + c * peephole[1]
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(z)
        if peephole is not None:
            o = o + c * peephole[2]
        h = torch.sigmoid(o) * torch.tanh(c)
        return h, [h, c]
    return step


def gru_before_step(kernel, recurrent, bias):
    def step(x, states):
        h, units = states[0], recurrent.shape[0]
        given = x @ kernel + bias
        z, r = torch.sigmoid(given[:, :2 * units] + h @ recurrent[:, :2 * units]).chunk(2, -1)
        candidate = torch.tanh(given[:, 2 * units:] + (r * h) @ recurrent[:, 2 * units:])
        h = z * h + (1 - z) * candidate
        return h, [h]
    return step


def convolution(strides=1, padding="valid", dilation=1):
    """Keras' convolution of [batch, spatial.., channels] with [window.., in, out]."""
    def product(x, kernel):
        rank = kernel.dim() - 2
        function = (F.conv1d, F.conv2d, F.conv3d)[rank - 1]
        x, w = x.movedim(-1, 1), kernel.permute(rank + 1, rank, *range(rank))
        if padding == "same":
            pads = []
            for n, k in zip(x.shape[2:], kernel.shape[:rank]):
                total = max(0, (-(-n // strides) - 1) * strides + (k - 1) * dilation + 1 - n)
                pads = [total // 2, total - total // 2] + pads
            x = F.pad(x, pads)
        return function(x, w, stride=strides, dilation=dilation).movedim(1, -1)
    return product


def build(topic):
    def add(name, layer, config, x, weights, function, states=(), mask=None, **attributes):
        draw = topic.draw(name)
        inputs = {"x0": draw.normal(*x)}
        if mask is not None:
            inputs["x0.mask"] = mask
        for i, shape in enumerate(states):
            inputs[f"x{i + 1}"] = draw.normal(*shape)
        for i, shape in enumerate(weights):
            inputs[f"w{i}"] = draw.normal(*shape, scale=0.5)
        topic.add_with_gradients(name, {"layer": {"class_name": layer, "config": config}, **attributes}, inputs, function)

    def dense(features, units, gates, bias=None):
        return [(features, gates * units), (units, gates * units), (gates * units,) if bias is None else bias]

    add("lstm_last", "LSTM", {"units": 3}, (2, 4, 2), dense(2, 3, 4), lambda x0, w0, w1, w2: {"y0": lstm(x0, w0, w1, w2)[0][:, -1]})
    add("lstm_one_step_no_bias", "LSTM", {"units": 2, "use_bias": False}, (1, 1, 3), dense(3, 2, 4)[:2], lambda x0, w0, w1: {"y0": lstm(x0, w0, w1)[0][:, -1]})

    def sequences(x0, x1, x2, w0, w1, w2):
        y, h, c = lstm(x0, w0, w1, w2, (x1, x2))
        return {"y0": y, "y1": h[0], "y2": c[0]}
    add("lstm_sequences_states", "LSTM", {"units": 3, "return_sequences": True, "return_state": True}, (2, 3, 2), dense(2, 3, 4), sequences, [(2, 3), (2, 3)])

    def backwards(x0, w0, w1, w2):
        return {"y0": lstm(x0.flip(1), w0, w1, w2)[0]}
    add("lstm_backwards", "LSTM", {"units": 2, "return_sequences": True, "go_backwards": True}, (2, 3, 2), dense(2, 2, 4), backwards)

    def bidirectional(x0, w0, w1, w2, w3, w4, w5):
        return {"y0": lstm(x0, w0, w1, w2, both=(w3, w4, w5))[0]}
    inner = {"class_name": "LSTM", "config": {"units": 2, "return_sequences": True}}
    add("bidirectional_lstm", "Bidirectional", {"layer": inner}, (2, 3, 2), dense(2, 2, 4) * 2, bidirectional)

    for name, relu in [("simple_rnn", False), ("irnn", True)]:
        config = {"units": 3, "activation": "relu" if relu else "tanh", "recurrent_initializer": "identity"}
        add(name, "SimpleRNN", config, (2, 4, 2), dense(2, 3, 1), lambda x0, w0, w1, w2, relu=relu: {"y0": rnn(x0, w0, w1, w2, relu)[0][:, -1]})

    add("gru_last", "GRU", {"units": 3}, (2, 4, 2), dense(2, 3, 3, (2, 9)), lambda x0, w0, w1, w2: {"y0": gru(x0, w0, w1, w2)[0][:, -1]})

    def gru_states(x0, x1, w0, w1, w2):
        y, h = gru(x0, w0, w1, w2, x1)
        return {"y0": y, "y1": h[0]}
    add("gru_sequences_state_batch_of_one", "GRU", {"units": 2, "return_sequences": True, "return_state": True}, (1, 3, 2), dense(2, 2, 3, (2, 6)), gru_states, [(1, 2)])
    add("gru_before", "GRU", {"units": 2, "reset_after": False}, (2, 3, 2), dense(2, 2, 3),
        lambda x0, w0, w1, w2: {"y0": loop(x0, gru_before_step(w0, w1, w2), [torch.zeros(2, 2)])[0][:, -1]})
    add("lstm_peephole", "LSTM", {"units": 2, "peephole": True}, (2, 3, 2), dense(2, 2, 4) + [(3, 2)],
        lambda x0, w0, w1, w2, w3: {"y0": loop(x0, lstm_step(w0, w1, w2, w3), [torch.zeros(2, 2)] * 2)[0][:, -1]})

    # Left padding, a gap, right padding, nothing at all.
    mask = [[0, 0, 1, 1], [1, 0, 1, 1], [1, 1, 0, 0], [0, 0, 0, 0]]
    held = torch.tensor(mask, dtype=torch.bool)
    for name, config in [("mask_last", {}), ("mask_sequences", {"return_sequences": True}), ("mask_backwards", {"return_sequences": True, "go_backwards": True}),
                         ("mask_zero_output", {"return_sequences": True, "zero_output_for_mask": True})]:
        def masked(x0, w0, w1, w2, config=config, **_):
            y, states = loop(x0, lstm_step(w0, w1, w2), [torch.zeros(4, 2)] * 2, held, config.get("go_backwards", False), config.get("zero_output_for_mask", False))
            y = {"y0": y, "y0.mask": held} if config else {"y0": y[:, -1]}
            return {**y, "y1": states[0], "y2": states[1]}
        add("lstm_" + name, "LSTM", {"units": 2, "return_state": True, **config}, (4, 4, 2), dense(2, 2, 4), masked, mask=mask)

    def masked_states(x0, x1, w0, w1, w2, **_):
        y, states = loop(x0, gru_before_step(w0, w1, w2), [x1], held)
        return {"y0": y[:, -1], "y1": states[0]}
    add("gru_mask_initial_state", "GRU", {"units": 2, "reset_after": False, "return_state": True}, (4, 4, 2), dense(2, 2, 3), masked_states, [(4, 2)], mask)

    def stacked(x0, w0, w1, w2, w3, w4, w5, **_):
        first, second = lstm_step(w0, w1, w2), gru_before_step(w3, w4, w5)

        def step(x, states):
            h, below = first(x, states[:2])
            h, above = second(h, states[2:])
            return h, below + above
        y, states = loop(x0, step, [torch.zeros(4, 2), torch.zeros(4, 2), torch.zeros(4, 3)], held)
        return {"y0": y, "y0.mask": held, **{f"y{i + 1}": s for i, s in enumerate(states)}}
    cells = [{"class_name": "LSTMCell", "config": {"units": 2}}, {"class_name": "GRUCell", "config": {"units": 3, "reset_after": False}}]
    config = {"cell": {"class_name": "StackedRNNCells", "config": {"cells": cells}}, "return_sequences": True, "return_state": True}
    add("stacked_cells_mask", "RNN", config, (4, 4, 2), dense(2, 2, 4) + dense(2, 3, 3), stacked, mask=mask)

    for rank, shape, window, options in [(1, (2, 2, 5, 1), (3,), {"strides": 2}), (1, (1, 2, 4, 2), (2,), {"padding": "same"}), (2, (1, 2, 3, 4, 1), (2, 2), {"dilation_rate": 2}),
                                         (3, (1, 2, 3, 2, 3, 1), (2, 2, 2), {"padding": "same", "return_sequences": True})]:
        def convolutional(x0, w0, w1, w2, options=options, window=window):
            product = convolution(options.get("strides", 1), options.get("padding", "valid"), options.get("dilation_rate", 1))
            state = torch.zeros_like(product(x0[:, 0], w0)[..., :w1.shape[-2]])
            y, states = loop(x0, lstm_step(w0, w1, w2, None, product, convolution(padding="same")), [state, state])
            return {"y0": y if options.get("return_sequences") else y[:, -1], "y1": states[0], "y2": states[1]}
        filters = 2
        weights = [(*window, shape[-1], 4 * filters), (*window, filters, 4 * filters), (4 * filters,)]
        config = {"filters": filters, "kernel_size": list(window), "return_state": True, **options}
        add(f"conv_lstm{rank}d_{'_'.join(options)}", f"ConvLSTM{rank}D", config, shape, weights, convolutional)
