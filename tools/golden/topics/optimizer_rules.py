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
