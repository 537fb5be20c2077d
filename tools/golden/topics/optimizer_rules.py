"""The update rules of the optimizers by Keras' formulas in numpy float64, independent of any framework."""
import numpy as np


class Rule:
    """One optimizer on one variable: `update(w, g, t, lr)` returns the new value, t counts from 1. Options are attributes."""

    def __init__(self, shape, options):
        self.__dict__.update(options)
        self.m, self.v, self.extra = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        self.product = 1.0
        self.start()

    def start(self):
        pass

    def decay(self, w, lr):
        """Decoupled weight decay, before the update."""
        return w - w * (getattr(self, "weight_decay", None) or 0) * lr


class SGD(Rule):
    def update(self, w, g, t, lr):
        if self.momentum == 0:
            return w - lr * g
        self.m = self.momentum * self.m - lr * g
        return w + (self.momentum * self.m - lr * g if self.nesterov else self.m)


class Adagrad(Rule):
    def start(self):
        self.v = self.v + self.initial_accumulator_value

    def update(self, w, g, t, lr):
        self.v = self.v + g * g
        return w - lr * g / np.sqrt(self.v + self.epsilon)


class RMSprop(Rule):
    def update(self, w, g, t, lr):
        self.v = self.rho * self.v + (1 - self.rho) * g * g
        variance = self.v
        if self.centered:
            self.extra = self.rho * self.extra + (1 - self.rho) * g
            variance = self.v - self.extra ** 2
        step = lr * g / np.sqrt(variance + self.epsilon)
        self.m = self.momentum * self.m + step
        return w - self.m


class Adam(Rule):
    def update(self, w, g, t, lr):
        self.m = self.m + (g - self.m) * (1 - self.beta_1)
        self.v = self.v + (g * g - self.v) * (1 - self.beta_2)
        self.extra = np.maximum(self.extra, self.v)
        alpha = lr * np.sqrt(1 - self.beta_2 ** t) / (1 - self.beta_1 ** t)
        return w - alpha * self.m / (np.sqrt(self.extra if self.amsgrad else self.v) + self.epsilon)


class AdamW(Adam):
    pass  # Adam whose decoupled weight decay has a default; the decay itself is common to all


class Adadelta(Rule):
    def update(self, w, g, t, lr):
        self.v = self.rho * self.v + (1 - self.rho) * g * g
        step = -np.sqrt(self.extra + self.epsilon) / np.sqrt(self.v + self.epsilon) * g
        self.extra = self.rho * self.extra + (1 - self.rho) * step * step
        return w + lr * step


class Adamax(Rule):
    def update(self, w, g, t, lr):
        self.m = self.m + (g - self.m) * (1 - self.beta_1)
        self.v = np.maximum(self.beta_2 * self.v, np.abs(g))
        return w - lr * self.m / ((1 - self.beta_1 ** t) * (self.v + self.epsilon))


class Nadam(Rule):
    def update(self, w, g, t, lr):
        u = self.beta_1 * (1 - 0.5 * 0.96 ** t)
        u_next = self.beta_1 * (1 - 0.5 * 0.96 ** (t + 1))
        self.product *= u
        self.m = self.m + (g - self.m) * (1 - self.beta_1)
        self.v = self.v + (g * g - self.v) * (1 - self.beta_2)
        m_hat = u_next * self.m / (1 - self.product * u_next) + (1 - u) * g / (1 - self.product)
        return w - lr * m_hat / (np.sqrt(self.v / (1 - self.beta_2 ** t)) + self.epsilon)


class Lion(Rule):
    def update(self, w, g, t, lr):
        w = w - lr * np.sign(self.beta_1 * self.m + (1 - self.beta_1) * g)
        self.m = self.beta_2 * self.m + (1 - self.beta_2) * g
        return w


class Ftrl(Rule):
    def start(self):
        self.v = self.v + self.initial_accumulator_value

    def update(self, w, g, t, lr):
        power, l1, l2 = -self.learning_rate_power, self.l1_regularization_strength, self.l2_regularization_strength
        shrunk = g + 2 * self.l2_shrinkage_regularization_strength * w
        accumulated = self.v + g * g
        self.m = self.m + shrunk - (accumulated ** power - self.v ** power) / lr * w
        self.v = accumulated
        quadratic = accumulated ** power / lr + 2 * (l2 + self.beta / (2 * lr))
        return (np.clip(self.m, -l1, l1) - self.m) / quadratic


class Lamb(Rule):
    def update(self, w, g, t, lr):
        self.m = self.beta_1 * self.m + (1 - self.beta_1) * g
        self.v = self.beta_2 * self.v + (1 - self.beta_2) * g * g
        step = self.m / (1 - self.beta_1 ** t) / (np.sqrt(self.v / (1 - self.beta_2 ** t)) + self.epsilon)
        own, length = np.linalg.norm(w.ravel()), np.linalg.norm(step.ravel())
        return w - lr * (own / length if own > 0 and length > 0 else 1.0) * step


class Adafactor(Rule):
    """relative_step has no effect in Keras: the rate is limited by 1 / sqrt(t) in either case."""

    def start(self):
        if self.v.ndim >= 2:
            self.row, self.column = self.v.mean(-1), self.v.mean(-2)

    def update(self, w, g, t, lr):
        alpha = max(self.epsilon_2, np.sqrt((w * w).mean())) * min(lr, 1 / np.sqrt(t))
        beta, square = 1 - t ** self.beta_2_decay, g * g + self.epsilon_1
        if w.ndim >= 2:
            self.row = beta * self.row + (1 - beta) * square.mean(-1)
            self.column = beta * self.column + (1 - beta) * square.mean(-2)
            v = np.einsum("...i,...j->...ij", self.row / self.row.mean(-1, keepdims=True), self.column)
        else:
            v = self.v = beta * self.v + (1 - beta) * square
        u = g / np.sqrt(v)
        return w - alpha * u / max(1.0, np.sqrt((u * u).mean()) / self.clip_threshold)


class Muon(Adam):
    amsgrad = False

    def start(self):
        self.beta_1, self.beta_2 = self.adam_beta_1, self.adam_beta_2

    def decay(self, w, lr):
        return w - w * ((self.weight_decay if w.ndim == 2 else self.adam_weight_decay) or 0) * lr

    def update(self, w, g, t, lr):
        if w.ndim != 2:
            return super().update(w, g, t, lr * self.adam_lr_ratio)
        self.m = self.momentum * self.m + g
        x = g + self.momentum * self.m if self.nesterov else self.m
        x = x.T if w.shape[0] > w.shape[1] else x
        x = x / (np.linalg.norm(x) + 1e-7)
        for _ in range(self.ns_steps):
            a = x @ x.T
            x = self.muon_a * x + (self.muon_b * a + self.muon_c * a @ a) @ x
        x = x.T if w.shape[0] > w.shape[1] else x
        return w - lr * x * (1 if self.rms_rate is None else np.sqrt(max(w.shape)) * self.rms_rate)


class ScheduleFreeAdamW(Rule):
    """Written with all three sequences and the sum of the weights, as in the paper."""

    def start(self):
        self.z, self.x, self.total = None, None, 0.0

    def decay(self, w, lr):
        return w

    def update(self, w, g, t, lr):
        if self.z is None:
            self.z, self.x = w, w
        rate = lr * min(1.0, t / self.warmup_steps) if self.warmup_steps else lr
        self.v = self.beta_2 * self.v + (1 - self.beta_2) * g * g
        step = g / (np.sqrt(self.v / (1 - self.beta_2 ** t)) + self.epsilon) + (getattr(self, "weight_decay", None) or 0) * w
        self.z = self.z - rate * step
        self.total += rate ** 2
        c = rate ** 2 / self.total
        self.x = (1 - c) * self.x + c * self.z
        return (1 - self.beta_1) * self.z + self.beta_1 * self.x
