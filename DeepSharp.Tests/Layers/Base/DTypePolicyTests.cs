using DeepSharp.Layers;
using Newtonsoft.Json.Linq;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests;

public sealed class DTypePolicyTests
{
    [TearDown]
    public void Restore() => DTypePolicy.SetGlobal("float32");

    [TestCase("float32", DType.Float32, DType.Float32)]
    [TestCase("float64", DType.Float64, DType.Float64)]
    [TestCase("float16", DType.Float16, DType.Float16)]
    [TestCase("bfloat16", DType.BFloat16, DType.BFloat16)]
    [TestCase("mixed_float16", DType.Float16, DType.Float32)]
    [TestCase("Mixed_BFloat16", DType.BFloat16, DType.Float32)]
    public void Policy_OfAName_HasKerasTypes(string name, DType compute, DType variable)
    {
        var policy = new DTypePolicy(name);
        Assert.That((policy.Name, policy.ComputeDType, policy.VariableDType), Is.EqualTo((name.ToLowerInvariant(), compute, variable)));
    }

    [TestCase("mixed_float32")]
    [TestCase("half")]
    [TestCase("5")]
    public void Policy_UnknownName_NamesTheKnownOnes(string name) => Assert.That(() => new DTypePolicy(name), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
        $"'{name}' is not a dtype policy. Known: float32, float64, float16, bfloat16, mixed_float16 and mixed_bfloat16; for inputs also the integer dtypes."));

    [Test]
    public void Policy_NotFloating_IsRejected()
    {
        Assert.That(() => DTypePolicy.SetGlobal(DType.Int32), Throws.TypeOf<DTypeMismatchException>().With.Message.EqualTo("The global dtype policy must be floating, not int32."));
        Assert.That(() => new Dense(1) { DTypePolicy = "int32" }, Throws.TypeOf<DTypeMismatchException>().With.Message.EqualTo("A layer's dtype must be floating, not int32."));
    }

    [Test]
    public void Global_CountsForLayersMadeLater_NotForInputs()
    {
        var before = new Dense(1);
        DTypePolicy.SetGlobal("mixed_bfloat16");
        var model = new Sequential([3]).Dense(4).Dense(2, dtype: DType.Float32).Dense(1, dtype: "float64");
        Assert.That(before.DTypePolicy.Name, Is.EqualTo("float32"));
        Assert.That(model.Layers.Select(l => l.DTypePolicy.Name), Is.EqualTo(new[] { "mixed_bfloat16", "float32", "float64" }));
        Assert.That(model.Inputs[0].DType, Is.EqualTo(DType.Float32));
        Assert.That(model.Layers.SelectMany(l => l.Calls).Select(c => c.Outputs[0].DType), Is.EqualTo(new[] { DType.BFloat16, DType.Float32, DType.Float64 }));
        Assert.That(model.Weights.Select(w => w.DType), Is.EqualTo(new[] { DType.Float32, DType.Float32, DType.Float32, DType.Float32, DType.Float64, DType.Float64 }));
    }

    [Test]
    public void Mixed_Dense_RoundsInputsWeightsAndResultOnce()
    {
        var layer = new Dense(2, useBias: false) { DTypePolicy = "mixed_bfloat16" };
        var x = Samples.Uniform([3, 5]).Cast(DType.Float32);
        var y = layer.Apply(x);
        var expected = Rounded(x).MatMul(Rounded(layer.Weights[0].Value)).Cast(DType.BFloat16);
        Close.Identical("mixed dense", [expected], [y]);
        Assert.That(layer.Weights[0].Value.DType, Is.EqualTo(DType.Float32), "outside of a call weights are what they are");

        static Tensor Rounded(Tensor t) => t.Cast(DType.BFloat16).Cast(DType.Float32);
    }

    [Test]
    public void Mixed_BatchNormalization_KeepsStatisticsInFloat32()
    {
        // Around 1000 bfloat16 knows only multiples of 4: a variance computed in it would be useless.
        var layer = new BatchNormalization(momentum: 0) { DTypePolicy = "mixed_bfloat16" };
        var x = (Samples.Uniform([64, 2]) * 20 + 1000).Cast(DType.BFloat16);
        var y = layer.Apply(x, training: true);
        var wide = x.Cast(DType.Float64);
        Close.Same("moving mean", wide.Mean(0), layer.Weights[2].Value, 1e-5);
        Close.Same("moving variance", wide.Var(0), layer.Weights[3].Value, 1e-4);
        Assert.That(y.DType, Is.EqualTo(DType.BFloat16));
    }

    [Test]
    public void Embedding_LargeIdsGivenAsFloats_AreNotRounded()
    {
        var layer = new Embedding(1000, 2) { DTypePolicy = "mixed_bfloat16" };
        var ids = Tensor.From(new float[] { 999, 257 }, [1, 2]);
        var expected = layer.Apply(ids.Cast(DType.Int32));
        Assert.That(expected.DType, Is.EqualTo(DType.BFloat16));
        Close.Identical("embedding", [expected], [layer.Apply(ids)]);
    }

    [Test]
    public void Json_HoldsThePolicyAsKerasWritesIt()
    {
        var layer = new Dense(3) { DTypePolicy = "mixed_float16", Name = "d" };
        var json = KerasJson.Write(layer);
        Assert.That(KerasJson.Print(json["config"]!["dtype"]!), Is.EqualTo(
            """{"module": "keras", "class_name": "DTypePolicy", "config": {"name": "mixed_float16"}, "registered_name": null}""").IgnoreWhiteSpace);
        Assert.That(KerasJson.Read<Layer>(json).DTypePolicy, Is.EqualTo(new DTypePolicy("mixed_float16")));
        json["config"]!["dtype"] = "half";
        Assert.That(() => KerasJson.Read<Layer>(json), Throws.InstanceOf<DeepSharpException>().With.Message.Contains("'half' is not a dtype policy"));
    }

    [Test]
    public void Save_MixedModel_ComesBackWithPoliciesAndFloat32Weights()
    {
        using var folder = new Data.TemporaryFolder();
        var model = new Sequential([4]).Dense(3, activation: Relu, dtype: "mixed_bfloat16").Dense(2, dtype: DType.Float32);
        string path = Path.Combine(folder.Path, "mixed.keras");
        model.Save(path);
        var again = Model.Load(path);
        Assert.That(again.Layers.Select(l => l.DTypePolicy.Name), Is.EqualTo(new[] { "mixed_bfloat16", "float32" }));
        var x = Samples.Uniform([5, 4]).Cast(DType.Float32);
        Close.Identical("loaded", [model.Predict(x)], [again.Predict(x)]);
        Close.Identical("weights", model.GetWeights(), again.GetWeights());
    }

    [Test]
    public void Summary_TellsPoliciesWhereTheyAreNotAllFloat32()
    {
        static string Text(Model m)
        {
            var lines = new List<string>();
            m.Summary(lines.Add);
            return string.Join('\n', lines);
        }
        Assert.That(Text(new Sequential([4]).Dense(3, name: "a")), Does.Contain("a (Dense)"));
        Assert.That(Text(new Sequential([4]).Dense(3, name: "a", dtype: "mixed_float16").Dense(1, name: "b", dtype: DType.Float32)),
            Does.Contain("a (Dense, mixed_float16)").And.Contain("b (Dense, float32)"));
    }
}
