using DeepSharp.Layers;
using DeepSharp.Tests.Data;
using DeepSharp.Tests.Saving.Onnx;

namespace DeepSharp.Tests.Saving;

/// <summary>Files with CuDNNLSTM and CuDNNGRU of Keras 2: they keep the numbers as cuDNN takes them, which is also how PyTorch has them.</summary>
public sealed class LegacyCudnnTests
{
    /// <summary>Writes, for each net, PyTorch's weights as Keras 2 kept them, and what PyTorch computes. Gates are i, f, c, o, and z, r, h where PyTorch has r, z, n.</summary>
    private const string Writer = """
        import sys, json, h5py, numpy as np, torch
        folder = sys.argv[1]
        torch.manual_seed(2)
        def arrays(net, kind, back=''):
            order = [0, 1, 2, 3] if kind == 'LSTM' else [1, 0, 2]
            def gates(name): return [np.split(getattr(net, name + '_l0' + back).detach().numpy(), len(order))[i] for i in order]
            kernel = np.hstack([g.reshape(g.shape[::-1]) for g in gates('weight_ih')])
            recurrent = np.hstack(gates('weight_hh'))
            return [kernel, recurrent, np.concatenate(gates('bias_ih') + gates('bias_hh'))]
        for kind, both in (('LSTM', False), ('GRU', False), ('LSTM', True)):
            net = getattr(torch.nn, kind)(3, 5, batch_first=True, bidirectional=both)
            x = torch.randn(4, 6, 3)
            name = kind.lower() + ('_both' if both else '')
            inner = {'class_name': 'CuDNN' + kind, 'config': {'name': 'cu_dnn', 'trainable': True, 'return_sequences': True, 'return_state': False, 'go_backwards': False,
                     'stateful': False, 'units': 5, 'kernel_initializer': {'class_name': 'VarianceScaling', 'config': {'scale': 1.0, 'mode': 'fan_avg',
                     'distribution': 'uniform', 'seed': None}}, 'kernel_regularizer': None, 'activity_regularizer': None, 'bias_constraint': None}}
            if kind == 'LSTM': inner['config']['unit_forget_bias'] = True
            layer = {'class_name': 'Bidirectional', 'config': {'name': 'rnn', 'trainable': True, 'merge_mode': 'concat', 'layer': inner}} if both else inner
            layer['config'].update(name='rnn', batch_input_shape=[None, 6, 3], dtype='float32')
            weights = arrays(net, kind) + (arrays(net, kind, '_reverse') if both else [])
            names = [f'rnn/w{i}:0' for i in range(len(weights))]
            with h5py.File(f'{folder}/{name}.h5', 'w') as f:
                f.attrs['keras_version'], f.attrs['backend'] = b'2.2.4', b'tensorflow'
                f.attrs['model_config'] = json.dumps({'class_name': 'Sequential', 'config': {'name': 'sequential', 'layers': [layer]}}).encode()
                group = f.create_group('model_weights')
                group.attrs['layer_names'] = [b'rnn']
                own = group.create_group('rnn')
                own.attrs['weight_names'] = [n.encode() for n in names]
                for n, w in zip(names, weights): own[n] = w
            np.save(f'{folder}/{name}.x.npy', x.numpy())
            np.save(f'{folder}/{name}.y.npy', net(x)[0].detach().numpy())
        """;

    [Test]
    public void Load_LayersOfCudnn_ComputeWhatPyTorchDoes()
    {
        using var folder = new TemporaryFolder();
        OutsideProgram.Python("import torch\n" + Writer, "h5py", folder.Path);
        foreach (string name in (string[])["lstm", "gru", "lstm_both"])
        {
            var model = Model.Load(folder.File($"{name}.h5"));
            Assert.That(model.Layers[^1], name switch { "gru" => Is.InstanceOf<GRU>(), "lstm" => Is.InstanceOf<LSTM>(), _ => Is.InstanceOf<Bidirectional>() });
            Close.Same(name, NumpyFile.Load(folder.File($"{name}.y.npy")), model.Predict(NumpyFile.Load(folder.File($"{name}.x.npy"))), 1e-6);
        }
    }
}
