using DeepSharp.Tests.Data;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving.Onnx;

/// <summary>Models as PyTorch exports them, in several opsets: what is read here predicts what PyTorch predicts.</summary>
public sealed class OnnxTorchTests
{
    private const string Exporter = """
        import sys, json, warnings
        warnings.filterwarnings('ignore')
        import torch
        from torch import nn
        torch.manual_seed(0)
        folder = sys.argv[1]

        class Block(nn.Module):
            def __init__(self):
                super().__init__()
                self.a, self.b = nn.Conv2d(3, 6, 3, 2, 1), nn.Conv2d(6, 6, 3, 1, 1, groups=3)
                self.n, self.m = nn.BatchNorm2d(6), nn.GroupNorm(2, 6)
                self.s, self.d = nn.Conv2d(3, 6, 1, 2), nn.Linear(6, 4)
            def forward(self, x):
                y = torch.relu(self.n(self.a(x)))
                y = torch.relu(self.m(self.b(y)) + self.s(x))
                y = nn.functional.hardswish(nn.functional.max_pool2d(y, 3, 2, 1))
                return self.d(nn.functional.adaptive_avg_pool2d(y, 1).flatten(1))

        class UNet(nn.Module):
            def __init__(self):
                super().__init__()
                self.a, self.b, self.c = nn.Conv2d(2, 4, 3, padding=1), nn.Conv2d(4, 8, 3, padding=1), nn.Conv2d(12, 1, 1)
                self.t = nn.ConvTranspose2d(8, 8, 2, 2)
            def forward(self, x):
                a = nn.functional.leaky_relu(self.a(x))
                b = self.b(nn.functional.avg_pool2d(a, 2))
                up = self.t(b) + nn.functional.interpolate(b, scale_factor=2, mode='bilinear', align_corners=False)
                return torch.sigmoid(self.c(torch.cat([up, a], 1)))

        class Recurrent(nn.Module):
            def __init__(self):
                super().__init__()
                self.l = nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True)
                self.g, self.d = nn.GRU(8, 5, batch_first=True), nn.Linear(5, 2)
            def forward(self, x):
                y, _ = self.l(x)
                y, h = self.g(y)
                return self.d(y), h

        class Attention(nn.Module):
            def __init__(self):
                super().__init__()
                self.q, self.n, self.d = nn.Linear(8, 24), nn.LayerNorm(8), nn.Linear(8, 8)
            def forward(self, x):
                b, t, _ = x.shape
                q, k, v = self.q(self.n(x)).reshape(b, t, 3, 2, 4).permute(2, 0, 3, 1, 4)
                mask = torch.triu(torch.full((t, t), float('-inf')), 1)
                w = torch.softmax(q @ k.transpose(-1, -2) / 2 + mask, -1)
                return x + nn.functional.gelu(self.d((w @ v).transpose(1, 2).reshape(b, t, 8)))

        cases = [('block', Block(), torch.randn(2, 3, 20, 20)), ('unet', UNet(), torch.randn(2, 2, 8, 8)),
                 ('recurrent', Recurrent(), torch.randn(2, 6, 3)), ('attention', Attention(), torch.randn(2, 5, 8))]
        for name, module, x in cases:
            module.eval()
            y = module(x)
            y = y if isinstance(y, tuple) else (y,)
            for opset in (11, 13, 17) if name != 'attention' else (14, 17):
                path = f'{folder}/{name}-{opset}'
                torch.onnx.export(module, x, path + '.onnx', opset_version=opset, input_names=['x'], dynamic_axes={'x': {0: 'batch'}})
                tensor = lambda t: {'dims': list(t.shape), 'data': t.detach().flatten().tolist()}
                json.dump({'x': tensor(x), 'y': [tensor(t) for t in y]}, open(path + '.json', 'w'))
        """;

    [Test]
    public void Load_WhatPyTorchExports_PredictsAndTrains()
    {
        using var folder = new TemporaryFolder();
        OutsideProgram.Python(Exporter, "torch", folder.Path);
        string[] files = [.. Directory.GetFiles(folder.Path, "*.onnx").Order(StringComparer.Ordinal)];
        Assert.That(files, Has.Length.EqualTo(11));
        Assert.Multiple(() =>
        {
            foreach (string file in files)
            {
                var (model, known) = (OnnxModel.Load(file), JObject.Parse(File.ReadAllText(Path.ChangeExtension(file, ".json"))));
                var x = Tensor(known["x"]!);
                Tensor[] expected = [.. known["y"]!.Select(Tensor)];
                Close.Same(Path.GetFileName(file), expected, new TracedFunction(t => model.Apply(t)).Run(x), 1e-4);
                Assert.That(model.Outputs[0].Shape[0], Is.EqualTo(Dim.Any), file);
                if (expected.Length > 1) continue;
                // All weights can be trained, and the changed model is written and read again.
                model.Compile(new SGD(0.01), loss: "mse");
                double before = model.TrainOnBatch((x, expected[0] * 0))["loss"], after = before;
                for (int i = 0; i < 10; i++) after = model.TrainOnBatch((x, expected[0] * 0))["loss"];
                Assert.That(after, Is.LessThan(before), file);
                string again = folder.File("again.onnx");
                model.Save(again);
                Close.Same(Path.GetFileName(file), model.Predict(x), Model.Load(again).Predict(x), 1e-4);
            }
        });
    }

    private static Tensor Tensor(JToken t) => DeepSharp.Tensor.From<float>([.. t["data"]!.Select(v =>
        (float)v)], new Shape([.. t["dims"]!.Select(d => (int)d)]));
}
