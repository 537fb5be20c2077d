"""Spectrograms by PyTorch's FFT: frames cut out, weighted and transformed; the mel scale by numpy."""
import numpy as np
import torch


def build(topic):
    for name, shape, config in [
            ("log", (2, 40, 1), {"mode": "log", "frame_length": 16, "frame_step": 5}), ("magnitude", (1, 30, 2), {"mode": "magnitude", "frame_length": 8}),
            ("psd", (2, 25, 1), {"mode": "psd", "frame_length": 8, "scaling": "spectrum", "window": "hamming"}),
            ("real", (1, 20, 1), {"mode": "real", "frame_length": 6, "fft_length": 12, "scaling": None}),
            ("imag_two_channels", (2, 20, 2), {"mode": "imag", "frame_length": 6, "periodic": True}),
            ("angle", (1, 20, 1), {"mode": "angle", "frame_length": 7, "frame_step": 2, "window": None}),
            ("stft_same", (2, 21, 2), {"mode": "stft", "frame_length": 8, "frame_step": 3, "padding": "same"}),
            ("stft_image", (2, 21, 2), {"mode": "stft", "frame_length": 8, "frame_step": 8, "expand_dims": True}),
            ("own_window", (1, 9, 1), {"mode": "magnitude", "frame_length": 4, "window": [0.25, 1.0, 0.5, 0.125]}),
            ("one_frame", (1, 8, 1), {"mode": "magnitude", "frame_length": 8})]:
        length, step = config["frame_length"], config.get("frame_step", config["frame_length"] // 2)
        fft = config.get("fft_length", 1 << (length - 1).bit_length())
        window = weights(config.get("window", "hann"), length, config.get("periodic", False))
        scaling = config.get("scaling", "density") if config.get("window", "hann") else None
        window = window / {"density": np.sqrt((window ** 2).sum()), "spectrum": np.abs(window).sum(), None: 1.0}[scaling]
        turns = np.exp(-2j * np.pi * np.outer(np.arange(length), np.arange(fft // 2 + 1)) / fft) * window[:, None]
        kernels = {"real": [turns.real], "imag": [turns.imag]}.get(config["mode"], [turns.real, turns.imag])
        signal = topic.draw(name).normal(*shape)
        if config["mode"] == "angle":  # at the highest frequency the imaginary part is 0: keep the real part positive there, or rounding decides between −π and π
            signal = np.abs(signal) * (-1.0) ** np.arange(shape[1])[:, None]
        inputs = {"x0": signal, **{f"w{i}": k.astype(np.float32)[:, None] for i, k in enumerate(kernels)}}

        def spectrogram(x0, **_):
            x = x0.transpose(1, 2)
            if config.get("padding") == "same":
                total = max((-(-x.shape[-1] // step) - 1) * step + length - x.shape[-1], 0)
                x = torch.nn.functional.pad(x, (total // 2, total - total // 2))
            z = torch.fft.rfft(x.unfold(-1, length, step) * torch.tensor(window), n=fft)  # [batch, channel, frame, frequency]
            power = z.real ** 2 + z.imag ** 2
            size = power.clamp_min(1e-7).sqrt()
            y = {"log": lambda: size.clamp_min(1e-7).log(), "magnitude": lambda: size, "real": lambda: z.real, "imag": lambda: z.imag,
                 "psd": lambda: torch.cat([power[..., :1], 2 * power[..., 1:-1], power[..., -1:]], -1), "angle": lambda: torch.atan2(z.imag, z.real),
                 "stft": lambda: torch.cat([z.real, z.imag], -1)}[config["mode"]]()
            return {"y0": y.permute(0, 2, 3, 1) if config.get("expand_dims") else y.permute(0, 2, 1, 3).flatten(2)}
        wrt = [] if config["mode"] == "angle" else ["x0"]
        topic.add_with_gradients(f"stft_{name}", {"layer": {"class_name": "STFTSpectrogram", "config": config}}, inputs, spectrogram, wrt)

    for name, shape, config in [
            ("power", (2, 80), {"fft_length": 32, "sequence_stride": 10, "num_mel_bins": 6, "sampling_rate": 400, "power_to_db": False}),
            ("decibels", (2, 80), {"fft_length": 32, "sequence_stride": 16, "num_mel_bins": 5, "sampling_rate": 400, "top_db": 12.0, "ref_power": 2.0}),
            ("short_window", (1, 60), {"fft_length": 32, "sequence_length": 20, "sequence_stride": 7, "num_mel_bins": 4, "sampling_rate": 1000, "min_freq": 50.0,
                                       "max_freq": 400.0, "window": "hamming", "mag_exp": 1.0, "power_to_db": False}),
            ("unbatched", (50,), {"fft_length": 16, "sequence_stride": 5, "num_mel_bins": 3, "sampling_rate": 300, "min_freq": 0.0})]:
        fft, rate, bands = config["fft_length"], config["sampling_rate"], config["num_mel_bins"]
        length = config.get("sequence_length", fft)
        window = torch.tensor(weights(config.get("window", "hann"), length, True))
        filters = torch.tensor(mel(bands, fft // 2 + 1, rate, config.get("min_freq", 20.0), config.get("max_freq", rate // 2)))

        def spectrogram(x0):
            z = torch.stft(x0, fft, config["sequence_stride"], length, window, center=True, pad_mode="reflect", return_complex=True)
            y = (z.abs() ** config.get("mag_exp", 2.0)).transpose(-1, -2) @ filters
            if config.get("power_to_db", True):
                y = 10 * (y.clamp_min(1e-10).log10() - np.log10(config.get("ref_power", 1.0)))
                y = torch.maximum(y, y.max() - config.get("top_db", 80.0))
            return {"y0": y.transpose(-1, -2)}
        topic.add_with_gradients(f"mel_{name}", {"layer": {"class_name": "MelSpectrogram", "config": config}}, {"x0": topic.draw(name).normal(*shape)}, spectrogram)


def weights(window, length, periodic):
    """scipy.signal.get_window(window, length, periodic) of the two cosine windows, given weights, or ones."""
    if window is None:
        return np.ones(length)
    if not isinstance(window, str):
        return np.array(window)
    return {"hann": np.hanning, "hamming": np.hamming}[window](length + periodic)[:length]


def mel(bands, frequencies, rate, lowest, highest):
    """HTK's triangles over 2595 log10(1 + f / 700), each drawn by interpolation; frequency 0 is left out."""
    scale = 2595 * np.log10(1 + np.linspace(0, rate / 2, frequencies) / 700)
    edges = np.linspace(2595 * np.log10(1 + lowest / 700), 2595 * np.log10(1 + highest / 700), bands + 2)
    filters = np.stack([np.interp(scale, edges[i:i + 3], [0, 1, 0], left=0, right=0) for i in range(bands)], axis=1)
    filters[0] = 0
    return filters
