using DeepSharp.Layers;

namespace DeepSharp.Tests.Saving.Torch;

/// <summary>The same models here and in PyTorch: layers with weights have the names that the modules have there.</summary>
internal static class TorchNets
{
    /// <summary>Makes the models and, told to write, their state_dicts, or, told to judge, loads those that were written here. Images have their channels
    /// last.</summary>
    public const string Script = """
        import sys, json, struct
        import numpy as np, torch
        from torch import nn
        what, folder = sys.argv[1:]

        class First(nn.Module):
            def __init__(self, inner):
                super().__init__()
                self.inner = inner
            def forward(self, x): return self.inner(x)[0]

        class Net(nn.Module):
            def __init__(self, steps):
                super().__init__()
                self.steps = steps
                for name, step in steps: self.add_module(name, step.inner if isinstance(step, First) else step)
            def forward(self, x):
                for _, step in self.steps: x = step(x)
                return x

        def spread(steps): return [(n if isinstance(n, str) else f'step{i}', m) for i, (n, m) in enumerate(steps)]
        def rnn(kind, *sizes, **more): return First(getattr(nn, kind)(*sizes, batch_first=True, **more))
        torch.manual_seed(1)
        nets = {
            'cnn': ([('conv1', nn.Conv2d(3, 6, 3, padding=1, bias=False)), ('bn1', nn.BatchNorm2d(6)), (0, nn.ReLU()),
                     ('conv2', nn.Conv2d(6, 6, 3, groups=3)),
                     (0, nn.MaxPool2d(2)), ('dw', nn.Conv2d(6, 12, 2, groups=6)), ('up', nn.ConvTranspose2d(12, 5, 3, stride=2)),
                     ('gn', nn.GroupNorm(5, 5)),
                     (0, nn.Flatten()), ('bn2', nn.BatchNorm1d(175)), (0, nn.ReLU()), ('fc1', nn.Linear(175, 7)),
                     ('act', nn.PReLU(7)), ('fc2', nn.Linear(7, 4))], torch.randn(4, 3, 9, 10)),
            'mlp': ([('fc1', nn.Linear(8, 16)), ('norm', nn.LayerNorm(16)), (0, nn.Tanh()), ('fc2', nn.Linear(16, 16)),
                     ('fc3', nn.Linear(16, 16, bias=False)), ('fc4', nn.Linear(16, 16)),
                     ('out', nn.Linear(16, 3))], torch.randn(4, 8)),
            'lstm': ([('a', rnn('LSTM', 5, 4)), ('b', rnn('LSTM', 4, 3, bidirectional=True)), ('out', nn.Linear(6, 2))], torch.randn(3, 6, 5)),
            'deep': ([('lstm', rnn('LSTM', 5, 4, num_layers=2, bidirectional=True)),
                      ('out', nn.Linear(8, 2))], torch.randn(3, 6, 5)),
            'gru': ([('embed', nn.Embedding(10, 5)), ('gru', rnn('GRU', 5, 4)), ('rnn', rnn('RNN', 4, 6)), ('out', nn.Linear(6, 2))],
                    torch.randint(0, 10, (3, 7))),
            'line': ([('conv', nn.Conv1d(4, 6, 3)), ('sep.depthwise', nn.Conv1d(6, 12, 2, groups=6, bias=False)),
                      ('sep.pointwise', nn.Conv1d(12, 5, 1)), (0, nn.Flatten()),
                      ('out', nn.Linear(25, 3))], torch.randn(2, 4, 8)),
            'solid': ([('conv', nn.Conv3d(2, 3, 2)), ('up', nn.ConvTranspose3d(3, 2, 2, stride=2)), (0, nn.Flatten()), ('out', nn.Linear(960, 3))],
                      torch.randn(2, 2, 4, 5, 6)),
            'stack': ([('gru', rnn('GRU', 5, 4, num_layers=2)), ('out', nn.Linear(4, 2))], torch.randn(3, 6, 5)),
        }
        images = ('cnn', 'line', 'solid')

        def write(path, tensors):
            header, data = {}, b''
            for name, t in tensors:
                a = np.ascontiguousarray(t.numpy())
                header[name] = {'dtype': {'f': 'F32', 'i': 'I64'}[a.dtype.kind], 'shape': list(t.shape), 'data_offsets': [len(data), len(data) + a.nbytes]}
                data += a.tobytes()
            text = json.dumps(header).encode()
            with open(path, 'wb') as f: f.write(struct.pack('<Q', len(text)) + text + data)

        def read(path):
            with open(path, 'rb') as f: bytes = f.read()
            n, = struct.unpack('<Q', bytes[:8])
            kinds = {'F32': 'f4', 'I64': 'i8'}
            return {name: torch.tensor(np.frombuffer(bytes[8 + n + e['data_offsets'][0]:8 + n + e['data_offsets'][1]], kinds[e['dtype']]).reshape(e['shape']))
                    for name, e in json.loads(bytes[8:8 + n]).items() if name != '__metadata__'}

        for name, (steps, x) in nets.items():
            steps = spread(steps)
            dotted = {n.replace('.', '_'): n for n, _ in steps}
            net = Net([(n.replace('.', '_'), m) for n, m in steps])
            outer = lambda key: dotted[key.split('.')[0]] + '.' + key.split('.', 1)[1]
            if what == 'judge':
                if name == 'deep': continue
                state = read(f'{folder}/{name}.safetensors')
                net.load_state_dict({k: state.pop(outer(k)) for k in net.state_dict()}, strict=True)
                assert not state, state.keys()
            else:
                for _ in range(3): net(x)                    # statistics
                with torch.no_grad():
                    for p in net.parameters(): p.add_(0.1 * torch.randn(p.shape))
                state = list(net.state_dict().items())
                write(f'{folder}/{name}-named.safetensors', [(outer(k), v) for k, v in state])
                number = {m: str(i) for i, m in enumerate(dict.fromkeys(k.split('.')[0] for k, _ in state))}
                number = {m: f'net.{8 + int(i)}' for m, i in number.items()}
                other = [(number[k.split('.')[0]] + '.' + k.split('.', 1)[1], v) for k, v in state]
                write(f'{folder}/{name}-order.safetensors', other)
                write(f'{folder}/{name}-sorted.safetensors', sorted(other, key=lambda t: (-t[1].element_size(), t[0])))
            net.eval()
            np.save(f'{folder}/{name}-x.npy', np.moveaxis(x.numpy(), 1, -1) if name in images else x.numpy())
            np.save(f'{folder}/{name}-y.npy', net(x).detach().numpy())
        """;

    public static readonly string[] Names = ["cnn", "mlp", "lstm", "deep", "gru", "line", "solid", "stack"];

    /// <summary>A model with first values of its own.</summary>
    public static Sequential Create(string name) => name switch
    {
        "cnn" => new Sequential([9, 10, 3])
            .Add(new Conv2D(6, 3, padding: Padding.Same, useBias: false) { Name = "conv1" })
            .Add(new BatchNormalization(epsilon: 1e-5) { Name = "bn1" }).Add(new ReLU())
            .Add(new Conv2D(6, 3, groups: 3) { Name = "conv2" }).Add(new MaxPooling2D(2)).Add(new DepthwiseConv2D(2, depthMultiplier: 2) { Name = "dw" })
            .Add(new Conv2DTranspose(5, 3, strides: 2) { Name = "up" }).Add(new GroupNormalization(5, epsilon: 1e-5) { Name = "gn" }).Add(new Flatten())
            .Add(new BatchNormalization(epsilon: 1e-5) { Name = "bn2" }).Add(new ReLU()).Add(new Dense(7) { Name = "fc1" })
            .Add(new PReLU { Name = "act" }).Add(new Dense(4) { Name = "fc2" }),
        "mlp" => new Sequential([8])
            .Add(new Dense(16) { Name = "fc1" }).Add(new LayerNormalization(epsilon: 1e-5) { Name = "norm" }).Add(new ActivationLayer("tanh"))
            .Add(new Dense(16) { Name = "fc2" })
            .Add(new Dense(16, useBias: false) { Name = "fc3" }).Add(new Dense(16) { Name = "fc4" }).Add(new Dense(3) { Name = "out" }),
        "lstm" => new Sequential([6, 5])
            .Add(new LSTM(4, returnSequences: true) { Name = "a" }).Add(new Bidirectional(new LSTM(3, returnSequences: true)) { Name = "b" })
            .Add(new Dense(2) { Name = "out" }),
        "deep" => new Sequential([6, 5])
            .Add(new Bidirectional(new LSTM(4, returnSequences: true)) { Name = "lstm" })
            .Add(new Bidirectional(new LSTM(4, returnSequences: true)) { Name = "lstm2" })
            .Add(new TimeDistributed(new Dense(2)) { Name = "out" }),
        "gru" => new Sequential([7], DType.Int32)
            .Add(new Embedding(10, 5) { Name = "embed" }).Add(new GRU(4, returnSequences: true) { Name = "gru" })
            .Add(new RNN(new SimpleRNNCell(6), returnSequences: true) { Name = "rnn" }).Add(new Dense(2) { Name = "out" }),
        "solid" => new Sequential([4, 5, 6, 2])
            .Add(new Conv3D(3, 2) { Name = "conv" }).Add(new Conv3DTranspose(2, 2, strides: 2) { Name = "up" }).Add(new Flatten())
            .Add(new Dense(3) { Name = "out" }),
        "stack" => new Sequential([6, 5])
            .Add(new RNN(new StackedRNNCells([new GRUCell(4), new GRUCell(4)]), returnSequences: true) { Name = "gru" }).Add(new Dense(2) { Name = "out" }),
        _ => new Sequential([8, 4])
            .Add(new Conv1D(6, 3) { Name = "conv" }).Add(new SeparableConv1D(5, 2, depthMultiplier: 2) { Name = "sep" }).Add(new Flatten())
            .Add(new Dense(3) { Name = "out" }),
    };
}
