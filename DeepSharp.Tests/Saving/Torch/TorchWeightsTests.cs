using DeepSharp.Layers;
using DeepSharp.Tests.Data;
using DeepSharp.Tests.Saving.Onnx;

namespace DeepSharp.Tests.Saving.Torch;

/// <summary>Weights go from PyTorch to here and back: both then predict the same.</summary>
public sealed class TorchWeightsTests
{
    [Test]
    public void LoadTorchWeights_WhatPyTorchTrained_PredictsTheSame()
    {
        using var folder = new TemporaryFolder();
        OutsideProgram.Python(TorchNets.Script, "torch", "write", folder.Path);
        Assert.Multiple(() =>
        {
            foreach (string name in TorchNets.Names)
                foreach (string kind in new[] { "named", "order", "sorted" })
                {
                    var model = TorchNets.Create(name);
                    var (x, y) = (NumpyFile.Load(folder.File($"{name}-x.npy")), NumpyFile.Load(folder.File($"{name}-y.npy")));
                    var report = model.LoadTorchWeights(folder.File($"{name}-{kind}.safetensors"));
                    Assert.That((report.Missing.Count, report.Unused.Count), Is.EqualTo((0, 0)), $"{name} {kind}: {report}");
                    Close.Same($"{name} {kind}", y, model.Predict(x), 1e-5);
                }
        });
    }

    [Test]
    public void SaveTorchWeights_WhatWasMadeHere_IsTakenByPyTorch()
    {
        using var folder = new TemporaryFolder();
        var models = TorchNets.Names.Where(n => n != "deep").ToDictionary(n => n, TorchNets.Create);
        foreach (var (name, model) in models)
        {
            int i = 0;
            foreach (var weight in model.Weights)
            {
                var v = SavingSamples.Data((int)weight.Shape.Count, 1, seed: i++).Reshape(weight.Shape) * 0.25f;
                weight.Assign(weight.Name == "moving_variance" ? v * v + 0.5f : v);
            }
            model.SaveTorchWeights(folder.File($"{name}.safetensors"));
            // And back.
            var again = TorchNets.Create(name);
            again.LoadTorchWeights(folder.File($"{name}.safetensors"), rename: n => n);
            Close.Same(name, model.GetWeights(), again.GetWeights(), 0);
        }
        OutsideProgram.Python(TorchNets.Script, "torch", "judge", folder.Path);
        Assert.Multiple(() =>
        {
            foreach (var (name, model) in models)
                Close.Same(name, NumpyFile.Load(folder.File($"{name}-y.npy")), model.Predict(NumpyFile.Load(folder.File($"{name}-x.npy"))), 1e-5);
        });
    }

    private static Sequential Small() => new Sequential([3]).Add(new Dense(4) { Name = "hidden" }).Add(new Dense(4) { Name = "middle" }).Add(new Dense(4) { Name = "last" });

    private static Tensor Numbers(params int[] shape) => SavingSamples.Data((int)new Shape(shape).Count, 1).Reshape(shape);

    private static void Write(string path, params (string Name, Tensor Value)[] tensors) => SafetensorsFile.Save(path, tensors.ToDictionary(t => t.Name, t => t.Value));

    [Test]
    public void LoadTorchWeights_WhatDoesNotFit_IsToldAndNothingReplaced()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.safetensors");
        var model = Small();
        var before = model.GetWeights();
        void Refused(string[] messages, Func<string, string?>? rename = null)
        {
            string told = Assert.Throws<ModelFileException>(() => model.LoadTorchWeights(path, rename))!.Message;
            Assert.That(told, Does.StartWith($"'{path}' cannot be read: the tensors do not fit model '{model.Name}':\n  - "));
            foreach (string message in messages) Assert.That(told, Does.Contain(message));
            Close.Identical("weights", before, model.GetWeights());
        }
        // The second and the third layer have the same shapes.
        Write(path, ("decoder.weight", Numbers(4, 4)), ("decoder.bias", Numbers(4)), ("encoder.weight", Numbers(4, 4)), ("encoder.bias", Numbers(4)),
            ("first.weight", Numbers(4, 3)), ("first.bias", Numbers(4)));
        Refused(["'middle' (Dense) needs bias [4], weight [4, 4]; which of 'decoder', 'encoder' it is cannot be told, since they have the same shapes and the file is sorted by names"]);
        Write(path, ("hiden.weight", Numbers(4, 3)), ("hiden.bias", Numbers(4)), ("middle.weight", Numbers(5, 4)), ("middle.bias", Numbers(5)));
        Refused(["'hidden' (Dense) needs bias [4], weight [4, 3]; the file has none of that name. Did you mean 'hiden'?",
            "'middle' (Dense) needs bias [4], weight [4, 4]; the file's has bias [5], weight [5, 4]", "'last' (Dense) needs bias [4], weight [4, 4]; the file has none of that name or with these shapes",
            "'hiden' of the file, with bias [4], weight [4, 3], fits no layer that is left", "Give the names with rename, or take what fits with strict: false."], n => n);
        Refused(["'last' (Dense) needs bias [4], weight [4, 4]; the file has none of that name or with these shapes"]);
        Write(path, ("z.weight", Numbers(4, 4)), ("z.bias", Numbers(4)));
        Refused(["'middle' (Dense) needs bias [4], weight [4, 4]; 2 layers of the model have these shapes, but 1 modules of the file: 'z'"]);
        Write(path, ("z.weight", Tensor.Ones([4, 3], DType.Int32)), ("z.bias", Numbers(4)));
        Refused(["'z' of the file, with bias [4], int32 weight [4, 3], fits no layer that is left"]);
        Assert.That(() => model.LoadTorchWeights(path, _ => "a.weight"), Throws.TypeOf<ModelFileException>().With.Message.Contains("are both taken for 'a.weight'."));
        Assert.That(() => new Sequential().Add(new Dense(2)).LoadTorchWeights(path), Throws.TypeOf<DeepSharpException>().With.Message.Contains("has no weights yet that could be loaded"));
    }

    [Test]
    public void LoadTorchWeights_RenamedOrInParts_IsTaken()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.safetensors");
        var (model, w, b) = (Small(), Numbers(4, 4), Numbers(4));
        Write(path, ("decoder.weight", w), ("decoder.bias", b), ("encoder.weight", w * 2), ("encoder.bias", b * 2), ("old.weight", Numbers(7)));
        var last = model.GetLayer("hidden").GetWeights();
        var report = model.LoadTorchWeights(path, n => n.StartsWith("old") ? null : n.Replace("decoder", "last").Replace("encoder", "middle"), strict: false);
        Assert.That(report.Matched, Is.EqualTo([("middle", "middle"), ("last", "last")]));
        Assert.That((report.Missing.Count, report.Unused.Count), Is.EqualTo((1, 0)));
        Assert.That(report.ToString(), Does.Contain("'hidden' (Dense) needs bias [4], weight [4, 3]; the file has none of that name or with these shapes"));
        Close.Identical("last", [w.Transpose().Contiguous(), b], model.GetLayer("last").GetWeights());
        Close.Identical("middle", [(w * 2).Transpose().Contiguous(), b * 2], model.GetLayer("middle").GetWeights());
        Close.Identical("hidden", last, model.GetLayer("hidden").GetWeights());
    }

    [Test]
    public void LoadTorchWeights_HalfPrecision_IsConverted()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential([3]).Add(new Dense(2) { Name = "d" });
        Write(folder.File("x.safetensors"), ("model.weight", Tensor.Full([2, 3], 0.5, DType.BFloat16)), ("model.bias", Tensor.Full([2], 2, DType.Float64)));
        model.LoadTorchWeights(folder.File("x.safetensors"));
        Assert.That(model.Predict(Tensor.Ones([1, 3])).ToFloats(), Is.EqualTo([3.5f, 3.5f]));
    }

    [Test]
    public void SaveTorchWeights_WhatPyTorchLacks_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential([4, 3]).Add(new GRU(2, resetAfter: false) { Name = "old" });
        Assert.That(() => model.SaveTorchWeights(folder.File("x.safetensors")), Throws.TypeOf<DeepSharpException>().With.Message.Contains(
            "cannot be saved for PyTorch:\n  - 'old' (GRU) has no counterpart in PyTorch with the same weights\nUse ExportOnnx"));
        Assert.That(() => Small().SaveTorchWeights(folder.File("x.pt")), Throws.TypeOf<ModelFileException>().With.Message.Contains("must end in .safetensors"));
        Small().SaveTorchWeights(folder.File("y.safetensors"), n => n.StartsWith("last") ? null : $"net.{n}");
        Assert.That(SafetensorsFile.Load(folder.File("y.safetensors")).Keys, Is.EquivalentTo(["net.hidden.weight", "net.hidden.bias", "net.middle.weight", "net.middle.bias"]));
    }
}
