"""Writes small model files with Keras 3 and what the models predict, for KerasGoldenTests.

Run with KERAS_BACKEND=numpy (whose convolutions need jax) or any other backend: python3 keras_files.py FOLDER
"""

import sys

import keras
import numpy as np
from keras import layers

folder = sys.argv[1]
rng = np.random.default_rng(5)


def randomize(model):
    """Weights of which none equals another's first value, moving variances positive."""
    for w in model.weights:
        v = rng.uniform(0.1, 0.9, w.shape) if "variance" in w.path else rng.uniform(-0.5, 0.5, w.shape)
        if "int" not in w.dtype and "seed" not in w.path:
            w.assign(v.astype(w.dtype))


def write(name, model, *inputs, optimizer=None, whole=True):
    randomize(model)
    if optimizer is not None:
        metrics = ["mae", keras.metrics.RootMeanSquaredError(name="rmse")] if len(model.outputs) == 1 else None
        model.compile(optimizer, loss="mse", metrics=metrics)
        model.optimizer.build(model.trainable_variables)
        for i, v in enumerate(model.optimizer.variables):
            if i > 1:
                v.assign(rng.uniform(0.1, 1, v.shape).astype(v.dtype))
        model.optimizer.iterations.assign(17)
    y = model(list(inputs) if len(inputs) > 1 else inputs[0], training=False)
    y = y if isinstance(y, (list, tuple)) else [y]
    if whole:
        model.save(f"{folder}/{name}.keras")
    else:
        model.save_weights(f"{folder}/{name}.weights.h5")
    np.savez(f"{folder}/{name}.npz", **{f"x{i}": x for i, x in enumerate(inputs)}, **{f"y{i}": np.asarray(v) for i, v in enumerate(y)})


def numbers(*shape):
    return rng.uniform(-1, 1, shape).astype("float32")


def sequential(shape, *stack):
    return keras.Sequential([keras.Input(shape), *stack])


write("dense", sequential((5,), layers.Dense(4, "gelu"), layers.BatchNormalization(), layers.Dropout(0.3), layers.LayerNormalization(),
      layers.Dense(3, kernel_regularizer="l2", kernel_constraint="max_norm"), layers.PReLU(), layers.Softmax()), numbers(6, 5), optimizer="adam")

write("recurrent", sequential((7, 3), layers.Bidirectional(layers.LSTM(4, return_sequences=True)), layers.TimeDistributed(layers.Dense(5, "tanh")),
      layers.GRU(3, return_sequences=True), layers.RNN(layers.StackedRNNCells([layers.LSTMCell(2), layers.GRUCell(3)]), return_sequences=True),
      layers.SimpleRNN(2)), numbers(2, 7, 3), optimizer=keras.optimizers.RMSprop(0.01, momentum=0.9, centered=True))

ids, mask = keras.Input((6,), dtype="int32", name="ids"), keras.Input((6, 8), name="extra")
h = layers.Embedding(11, 8, mask_zero=True, name="words")(ids)
h = layers.Add()([h, mask])
a = layers.MultiHeadAttention(2, 3, name="attend")(h, h)
h = layers.LayerNormalization()(layers.Concatenate()([h, a]))
shared = layers.Dense(4, "relu", name="shared")
inner = keras.Sequential([keras.Input((6, 4)), layers.Dense(4, name="inner_dense"), layers.Activation("swish")], name="inner")
one, two = inner(shared(h)), shared(h)
out = [layers.GlobalAveragePooling1D()(layers.Multiply()([one, two])), layers.Dense(1, name="head")(layers.GlobalMaxPooling1D()(two))]
schedule = keras.optimizers.schedules.CosineDecay(0.1, 100)
write("functional", keras.Model([ids, mask], out, name="graph"), rng.integers(1, 11, (3, 6)).astype("int32"), numbers(3, 6, 8), optimizer=keras.optimizers.Nadam(schedule))

write("many", sequential((9,), *[layers.Dense(3 + i % 3, name=f"d{i}") for i in range(12)]), numbers(2, 9), optimizer=keras.optimizers.SGD(0.1, momentum=0.5, use_ema=True))
write("weights", sequential((4,), layers.Dense(4, "relu"), layers.GroupNormalization(2), layers.EinsumDense("ab,bc->ac", 6, bias_axes="c"), layers.UnitNormalization(), layers.SpectralNormalization(layers.Dense(3))),
      numbers(3, 4), optimizer=keras.optimizers.Adamax(), whole=False)

FIRST = {"data_format": "channels_first"}
image = keras.Input((3, 9, 8), name="image")
conv = layers.Conv2D(3, 3, padding="same", activation="relu", name="twice", **FIRST)
h = layers.BatchNormalization(axis=1)(conv(layers.ZeroPadding2D(((1, 0), (0, 2)), **FIRST)(conv(image))))
p = layers.MaxPooling2D(2, **FIRST)(h)
p = layers.DepthwiseConv2D(2, depth_multiplier=2, **FIRST)(layers.Dropout(0.2)(p))
p = layers.Conv2DTranspose(4, 3, strides=2, **FIRST)(layers.SeparableConv2D(5, 2, **FIRST)(p))
out = [layers.Dense(2, name="head")(layers.Flatten(**FIRST)(layers.AveragePooling2D((2, 1), **FIRST)(p))), layers.GlobalAveragePooling2D(**FIRST)(layers.Concatenate(axis=1)([h, h])),
       layers.Cropping2D(1, **FIRST)(p)]
write("first", keras.Model(image, out, name="first"), numbers(2, 3, 9, 8), optimizer="adam")
