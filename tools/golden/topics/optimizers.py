"""Optimizer cases: values of two variables after each of 10 steps, by the rules of optimizer_rules.py in Keras' step order.

Asserted against torch.optim where the rules coincide; where only the place of epsilon differs, both run with epsilon 0.
"""
import numpy as np
import torch

from .optimizer_rules import (SGD, Adadelta, Adafactor, Adagrad, Adam, Adamax, AdamW, Ftrl, Lamb, Lion, Muon, Nadam, RMSprop,
                              ScheduleFreeAdamW)

STEPS = 10


def clip_gradients(gradients, options):
    if options.get("clipnorm"):
        c = options["clipnorm"]
        return [g * c / max(np.linalg.norm(g), c) for g in gradients]
    if options.get("global_clipnorm"):
        c = options["global_clipnorm"]
        return [g * c / max(np.sqrt(sum((g * g).sum() for g in gradients)), c) for g in gradients]
    if options.get("clipvalue"):
        return [np.clip(g, -options["clipvalue"], options["clipvalue"]) for g in gradients]
    return gradients


def run(rule, options, variables, gradients):
    """Keras' order: average micro-steps, clip, decay all variables, update, then the moving average of the variables.

    Averages are taken in every micro-step; their beginning and the overwriting go by the number of whole updates done before.
    """
    states = [rule(w.shape, options) for w in variables]
    every = options.get("gradient_accumulation_steps") or 1
    variables, averages, updates, waiting = list(variables), [0 * w for w in variables], 0, []
    values = [[] for _ in variables]
    ema = [[] for _ in variables]
    for step in range(STEPS):
        waiting.append([g[step] for g in gradients])
        if len(waiting) == every:
            updates, lr = updates + 1, options["learning_rate"]
            mean = clip_gradients([sum(parts) / every for parts in zip(*waiting)], options)
            waiting = []
            variables = [s.decay(w, lr) for s, w in zip(states, variables)]
            variables = [s.update(w, g, updates, lr) for s, w, g in zip(states, variables, mean)]
        before = step // every
        m = options.get("ema_momentum", 0.0) if before > 0 else 0.0
        averages = [m * a + (1 - m) * w for a, w in zip(averages, variables)]
        if options.get("ema_overwrite_frequency") and (before + 1) % options["ema_overwrite_frequency"] == 0:
            variables = list(averages)
        for index, w in enumerate(variables):
            values[index].append(w)
            ema[index].append(averages[index])
    outputs = {f"values_{i}": np.stack(v) for i, v in enumerate(values)}
    if options.get("use_ema"):
        outputs.update({f"ema_{i}": np.stack(v) for i, v in enumerate(ema)})
    return outputs


SGD_D = {"learning_rate": 0.01, "momentum": 0.0, "nesterov": False}
RMS_D = {"learning_rate": 0.001, "rho": 0.9, "momentum": 0.0, "epsilon": 1e-7, "centered": False}
ADAM_D = {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7, "amsgrad": False}
PLAIN_D = {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}
FTRL_D = {"learning_rate": 0.001, "learning_rate_power": -0.5, "initial_accumulator_value": 0.1, "l1_regularization_strength": 0.0,
          "l2_regularization_strength": 0.0, "l2_shrinkage_regularization_strength": 0.0, "beta": 0.0}
COMMON = {"weight_decay": {"weight_decay": 0.05}, "clipnorm": {"clipnorm": 0.75}, "clipvalue": {"clipvalue": 0.5},
          "global_clipnorm": {"global_clipnorm": 1.0}, "clipnorm_not_reached": {"clipnorm": 100.0}}
ADAFACTOR_D = {"learning_rate": 0.001, "beta_2_decay": -0.8, "epsilon_1": 1e-30, "epsilon_2": 1e-3, "clip_threshold": 1.0, "relative_step": True}
MUON_D = {"learning_rate": 0.001, "adam_beta_1": 0.9, "adam_beta_2": 0.999, "adam_weight_decay": 0.004, "epsilon": 1e-7, "weight_decay": 0.004,
          "exclude_layers": [], "exclude_embeddings": True, "muon_a": 3.4445, "muon_b": -4.775, "muon_c": 2.0315, "adam_lr_ratio": 1,
          "momentum": 0.95, "ns_steps": 5, "nesterov": True, "rms_rate": 0.2}
FREE_D = {"learning_rate": 0.0025, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8, "warmup_steps": 0}
EMA = {"use_ema": True, "ema_momentum": 0.9}
ACCUMULATE = {"gradient_accumulation_steps": 2}

# name: rule, options
CASES = {
    "sgd": (SGD, SGD_D), "sgd_momentum": (SGD, {**SGD_D, "momentum": 0.9}),
    "sgd_nesterov": (SGD, {**SGD_D, "momentum": 0.9, "nesterov": True}),
    "adagrad": (Adagrad, {"learning_rate": 0.001, "initial_accumulator_value": 0.1, "epsilon": 1e-7}),
    "rmsprop": (RMSprop, RMS_D), "rmsprop_momentum": (RMSprop, {**RMS_D, "momentum": 0.8}),
    "rmsprop_centered": (RMSprop, {**RMS_D, "centered": True}),
    "rmsprop_centered_momentum": (RMSprop, {**RMS_D, "centered": True, "momentum": 0.8}),
    "adam": (Adam, ADAM_D), "adam_large_epsilon": (Adam, {**ADAM_D, "learning_rate": 0.1, "epsilon": 0.1}),
    "adam_amsgrad": (Adam, {**ADAM_D, "beta_2": 0.7, "amsgrad": True}),
    "adamw": (AdamW, {**ADAM_D, "weight_decay": 0.004}),
    "adadelta": (Adadelta, {"learning_rate": 0.001, "rho": 0.95, "epsilon": 1e-7}),
    "adadelta_large": (Adadelta, {"learning_rate": 1.0, "rho": 0.9, "epsilon": 1e-3}),
    "adamax": (Adamax, PLAIN_D), "nadam": (Nadam, PLAIN_D),
    "lion": (Lion, {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.99}),
    "ftrl": (Ftrl, FTRL_D),
    "ftrl_regularized": (Ftrl, {**FTRL_D, "learning_rate": 0.1, "l1_regularization_strength": 0.05, "l2_regularization_strength": 0.1,
                                "l2_shrinkage_regularization_strength": 0.01, "beta": 0.2}),
    **{f"sgd_{key}": (SGD, {**SGD_D, "momentum": 0.9, **extra}) for key, extra in COMMON.items()},
    **{f"adam_{key}": (Adam, {**ADAM_D, **extra}) for key, extra in COMMON.items()},
    "adamw_clipnorm": (AdamW, {**ADAM_D, "learning_rate": 0.01, "weight_decay": 0.1, "clipnorm": 0.75}),
    "rmsprop_weight_decay": (RMSprop, {**RMS_D, "weight_decay": 0.05}),
    "sgd_ema": (SGD, {**SGD_D, **EMA}), "adam_ema": (Adam, {**ADAM_D, "learning_rate": 0.1, **EMA}),
    "sgd_ema_overwrite": (SGD, {**SGD_D, "momentum": 0.9, **EMA, "ema_overwrite_frequency": 3}),
    "sgd_ema_accumulation": (SGD, {**SGD_D, **EMA, **ACCUMULATE}),
    "adam_ema_overwrite_accumulation": (Adam, {**ADAM_D, "learning_rate": 0.1, **EMA, "ema_overwrite_frequency": 2, **ACCUMULATE}),
    "lamb": (Lamb, PLAIN_D), "lamb_weight_decay": (Lamb, {**PLAIN_D, "learning_rate": 0.1, "weight_decay": 0.05}),
    "adafactor": (Adafactor, ADAFACTOR_D),
    "adafactor_three_axes": (Adafactor, {**ADAFACTOR_D, "learning_rate": 0.5, "epsilon_2": 0.1, "clip_threshold": 0.5}),
    "adafactor_accumulation": (Adafactor, {**ADAFACTOR_D, "learning_rate": 0.1, "relative_step": False, **ACCUMULATE}),
    "muon": (Muon, MUON_D), "muon_wide_and_tall": (Muon, {**MUON_D, "learning_rate": 0.02}),
    "muon_plain": (Muon, {**MUON_D, "learning_rate": 0.05, "nesterov": False, "rms_rate": None, "ns_steps": 2, "adam_weight_decay": None,
                          "weight_decay": 0.1, "adam_lr_ratio": 0.5, "clipnorm": 0.75}),
    "schedule_free_adamw": (ScheduleFreeAdamW, FREE_D),
    "schedule_free_adamw_warmup": (ScheduleFreeAdamW, {**FREE_D, "learning_rate": 0.05, "beta_1": 0.8, "warmup_steps": 4, "weight_decay": 0.1}),
    "schedule_free_adamw_accumulation": (ScheduleFreeAdamW, {**FREE_D, "learning_rate": 0.05, **ACCUMULATE}),
    "sgd_accumulation": (SGD, {**SGD_D, "momentum": 0.9, **ACCUMULATE}), "adam_accumulation": (Adam, {**ADAM_D, **ACCUMULATE}),
}

# name of a case: the shapes of its variables, where the shared ones do not show everything
SHAPES = {"adafactor_three_axes": ((2, 3, 4), (3, 2)), "muon_wide_and_tall": ((2, 4), (4, 3))}

# name of a case: torch.optim constructor with the same rule, epsilon for both ("same": the options' own).
# NAdam takes the foreach path: the other one of PyTorch 1.13 multiplies the momentum product by one factor too many.
PEERS = {
    "sgd": (lambda p, o, e: torch.optim.SGD(p, o["learning_rate"]), None),
    "sgd_momentum": (lambda p, o, e: torch.optim.SGD(p, o["learning_rate"], o["momentum"]), None),
    "sgd_nesterov": (lambda p, o, e: torch.optim.SGD(p, o["learning_rate"], o["momentum"], nesterov=True), None),
    "adagrad": (lambda p, o, e: torch.optim.Adagrad(p, o["learning_rate"], initial_accumulator_value=0.1, eps=e), 0.0),
    **{name: (lambda p, o, e: torch.optim.RMSprop(p, o["learning_rate"], o["rho"], e, 0, o["momentum"], o["centered"]), 0.0)
       for name in ("rmsprop", "rmsprop_momentum", "rmsprop_centered", "rmsprop_centered_momentum")},
    **{name: (lambda p, o, e: torch.optim.Adam(p, o["learning_rate"], (o["beta_1"], o["beta_2"]), e, amsgrad=o["amsgrad"]), 0.0)
       for name in ("adam", "adam_amsgrad")},
    "adamw": (lambda p, o, e: torch.optim.AdamW(p, o["learning_rate"], eps=e, weight_decay=o["weight_decay"]), 0.0),
    **{name: (lambda p, o, e: torch.optim.Adadelta(p, o["learning_rate"], o["rho"], e), "same") for name in ("adadelta", "adadelta_large")},
    "adamax": (lambda p, o, e: torch.optim.Adamax(p, o["learning_rate"], eps=e), 0.0),
    "nadam": (lambda p, o, e: torch.optim.NAdam(p, o["learning_rate"], eps=e, momentum_decay=1.0, foreach=True), "same"),
}


def assert_matches_peer(name, rule, options, variables, gradients):
    make, epsilon = PEERS[name]
    if epsilon == 0.0:
        options = {**options, "epsilon": 0.0}
    ours = run(rule, options, variables, gradients)
    parameters = [torch.tensor(w, requires_grad=True) for w in variables]
    peer = make(parameters, options, options.get("epsilon"))
    for step in range(STEPS):
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = torch.tensor(gradient[step])
        peer.step()
        for index, parameter in enumerate(parameters):
            np.testing.assert_allclose(parameter.detach().numpy(), ours[f"values_{index}"][step], rtol=1e-9, atol=1e-12, err_msg=name)


def draw_inputs(draw, shapes):
    variables = [draw.normal(*shape) for shape in shapes]
    gradients = [draw.normal(STEPS, *shape) for shape in shapes]
    return variables, [np.where(g == 0, 0.25, g) for g in gradients]  # with epsilon 0 a zero gradient would give 0 / 0


def build(topic):
    shared = draw_inputs(topic.draw("shared"), ((2, 2), (3,)))
    for name, (rule, options) in CASES.items():
        variables, gradients = draw_inputs(topic.draw(name), SHAPES[name]) if name in SHAPES else shared
        inputs = {"variable_0": variables[0], "variable_1": variables[1], "gradients_0": gradients[0], "gradients_1": gradients[1]}
        if name in PEERS:
            assert_matches_peer(name, rule, options, variables, gradients)
        topic.add(name, {"class": rule.__name__, **options}, inputs, run(rule, options, variables, gradients))
