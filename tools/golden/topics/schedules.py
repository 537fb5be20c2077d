"""Learning-rate schedules by Keras' formulas, in plain Python, independent of any framework; the one-cycle rule by PyTorch itself."""
import math

import torch

STEPS = [0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 14, 15, 19, 20, 21, 25, 29, 30, 31, 40, 50, 69, 70, 71, 100, 1000]


def exponential(step, initial_learning_rate, decay_steps, decay_rate, staircase):
    p = step // decay_steps if staircase else step / decay_steps
    return initial_learning_rate * decay_rate ** p


def inverse_time(step, initial_learning_rate, decay_steps, decay_rate, staircase):
    p = step // decay_steps if staircase else step / decay_steps
    return initial_learning_rate / (1 + decay_rate * p)


def piecewise(step, boundaries, values):
    """A boundary belongs to the piece before it."""
    return next((value for boundary, value in zip(boundaries, values) if step <= boundary), values[-1])


def polynomial(step, initial_learning_rate, decay_steps, end_learning_rate, power, cycle):
    if cycle:
        decay_steps *= max(1, math.ceil(step / decay_steps))
    else:
        step = min(step, decay_steps)
    return (initial_learning_rate - end_learning_rate) * (1 - step / decay_steps) ** power + end_learning_rate


def cosine(step, initial_learning_rate, decay_steps, alpha, warmup_target, warmup_steps):
    """Without a warm-up target there is no warm-up, whatever warmup_steps says; else the decay starts after it, from the target."""
    start = initial_learning_rate
    if warmup_target is not None:
        if step < warmup_steps:
            return (warmup_target - start) * step / warmup_steps + start
        step, start = step - warmup_steps, warmup_target
    wave = 0.5 * (1 + math.cos(math.pi * min(step, decay_steps) / decay_steps))
    return start * ((1 - alpha) * wave + alpha)


def cosine_restarts(step, initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha):
    """Periods of length first * t_mul^i. The restart is found by subtraction, so a restart step is exact (no logarithm)."""
    period, scale = first_decay_steps, 1.0
    while step >= period:
        step, period, scale = step - period, period * t_mul, scale * m_mul
    wave = 0.5 * scale * (1 + math.cos(math.pi * step / period))
    return initial_learning_rate * ((1 - alpha) * wave + alpha)


def one_cycle(step, max_learning_rate, total_steps, pct_start, annealing, div_factor, final_div_factor, three_phase):
    """PyTorch refuses steps after the end; here the last rate stays."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 1.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_learning_rate, total_steps, pct_start=pct_start, anneal_strategy=annealing,
                                                   cycle_momentum=False, div_factor=div_factor, final_div_factor=final_div_factor,
                                                   three_phase=three_phase)
    for _ in range(min(step, total_steps - 1)):
        optimizer.step()
        schedule.step()
    return schedule.get_last_lr()[0]


def linear_warmup(step, after, warmup_steps, initial_learning_rate):
    def following(s):
        if not isinstance(after, dict):
            return after
        return exponential(s, **after["config"])
    if step < warmup_steps:
        return initial_learning_rate + (following(0) - initial_learning_rate) * step / warmup_steps
    return following(step - warmup_steps)


def inverse_square_root(step, initial_learning_rate, warmup_steps):
    n = step + 1
    return initial_learning_rate * (n / warmup_steps if n < warmup_steps else math.sqrt(warmup_steps / n))


def noam(step, model_size, warmup_steps, factor):
    return factor * model_size ** -0.5 * min((step + 1) ** -0.5, (step + 1) * warmup_steps ** -1.5)


def cycle(total, pct=0.3, annealing="cos", div=25.0, final=1e4, three=False):
    return {"max_learning_rate": 0.5, "total_steps": total, "pct_start": pct, "annealing": annealing, "div_factor": div, "final_div_factor": final,
            "three_phase": three}


def decay(rate, staircase, steps=10):
    return {"initial_learning_rate": 0.1, "decay_steps": steps, "decay_rate": rate, "staircase": staircase}


def poly(power, cycle):
    return {"initial_learning_rate": 0.1, "decay_steps": 20, "end_learning_rate": 0.0001, "power": power, "cycle": cycle}


def restarts(t_mul, m_mul, alpha):
    return {"initial_learning_rate": 0.1, "first_decay_steps": 10, "t_mul": t_mul, "m_mul": m_mul, "alpha": alpha}


def cosine_options(alpha=0.0, warmup_target=None, warmup_steps=0, start=0.1):
    return {"initial_learning_rate": start, "decay_steps": 30, "alpha": alpha, "warmup_target": warmup_target, "warmup_steps": warmup_steps}


# name: class, rule, options
CASES = {
    "exponential_decay": ("ExponentialDecay", exponential, decay(0.9, False)),
    "exponential_decay_staircase": ("ExponentialDecay", exponential, decay(0.5, True)),
    "piecewise_constant_decay": ("PiecewiseConstantDecay", piecewise, {"boundaries": [5, 20, 30], "values": [1.0, 0.5, 0.1, 0.01]}),
    "polynomial_decay": ("PolynomialDecay", polynomial, poly(1.0, False)),
    "polynomial_decay_power2": ("PolynomialDecay", polynomial, poly(2.0, False)),
    "polynomial_decay_half_power_cycle": ("PolynomialDecay", polynomial, poly(0.5, True)),
    "inverse_time_decay": ("InverseTimeDecay", inverse_time, decay(0.5, False)),
    "inverse_time_decay_staircase": ("InverseTimeDecay", inverse_time, decay(0.5, True)),
    "cosine_decay": ("CosineDecay", cosine, cosine_options()),
    "cosine_decay_alpha": ("CosineDecay", cosine, cosine_options(alpha=0.1)),
    "cosine_decay_warmup": ("CosineDecay", cosine, cosine_options(warmup_target=0.2, warmup_steps=10, start=0.0)),
    "cosine_decay_warmup_alpha": ("CosineDecay", cosine, cosine_options(alpha=0.05, warmup_target=0.2, warmup_steps=4, start=0.01)),
    "cosine_decay_warmup_steps_without_target": ("CosineDecay", cosine, cosine_options(warmup_steps=10)),
    "cosine_decay_restarts": ("CosineDecayRestarts", cosine_restarts, restarts(2.0, 1.0, 0.0)),
    "cosine_decay_restarts_equal_periods": ("CosineDecayRestarts", cosine_restarts, restarts(1.0, 1.0, 0.0)),
    "cosine_decay_restarts_damped": ("CosineDecayRestarts", cosine_restarts, restarts(2.0, 0.8, 0.05)),
    "linear_warmup_constant": ("LinearWarmup", linear_warmup, {"after": 0.1, "warmup_steps": 10, "initial_learning_rate": 0.0}),
    "linear_warmup_schedule": ("LinearWarmup", linear_warmup, {
        "after": {"class_name": "ExponentialDecay", "config": decay(0.5, False)}, "warmup_steps": 7, "initial_learning_rate": 0.01}),
    "one_cycle": ("OneCycle", one_cycle, cycle(50)),
    "one_cycle_linear": ("OneCycle", one_cycle, cycle(71, 0.4, "linear", 10.0, 100.0)),
    "one_cycle_three_phases": ("OneCycle", one_cycle, cycle(50, 0.3, "cos", 25.0, 1e4, True)),
    "inverse_square_root_decay": ("InverseSquareRootDecay", inverse_square_root, {"initial_learning_rate": 0.1, "warmup_steps": 10}),
    "noam_decay": ("NoamDecay", noam, {"model_size": 512, "warmup_steps": 20, "factor": 2}),
    "cosine_decay_restarts_t_mul_1_5": ("CosineDecayRestarts", cosine_restarts, restarts(1.5, 0.9, 0.0)),
}


def build(topic):
    for name, (kind, rule, options) in CASES.items():
        topic.add(name, {"class": kind, **options}, {"steps": STEPS}, {"learning_rate": [float(rule(step, **options)) for step in STEPS]})
