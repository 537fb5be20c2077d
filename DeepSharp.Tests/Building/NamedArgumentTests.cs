using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests.Building;

public sealed class NamedArgumentTests
{
    private static Tensor Steps(params float[] values) => Tensor.From(values, [1, values.Length, 1]);

    private static Tensor Mask(params float[] kept) => Tensor.From(kept, [1, kept.Length]) > 0;

    private static string Text(JToken json) => json.ToString(Formatting.None);

    [Test]
    public void Apply_TypedArguments_ReachTheFormula()
    {
        var layer = new Blend();
        Assert.That(layer.Apply(Steps(1, 2)).ToFloats(), Is.EqualTo(new float[] { 2, 4 }));
        Assert.That(layer.Apply(Steps(1, 2), [Steps(10, 20), Steps(100, 200)], shift: 0.5).ToFloats(), Is.EqualTo(new[] { 222.5f, 444.5f }));
        Assert.That(layer.Apply(Steps(1, 2), queryMask: Mask(0, 1), mode: "minus", training: true).ToFloats(), Is.EqualTo(new float[] { 0, -40 }));
        var (y, sum) = layer.ApplyAll(Steps(1, 2), [Steps(3, 4)], both: true) is [var a, var b] ? (a, b) : throw new AssertionException("two outputs");
        Assert.That((y.ToFloats(), sum.ToFloats()), Is.EqualTo((new float[] { 8, 12 }, new float[] { 4, 6 })));
        Assert.That(layer.Built, Is.EqualTo("query"));
        Assert.That(Assert.Throws<ShapeMismatchException>(() => layer.Apply(Steps(1), both: true))!.Message, Is.EqualTo($"Blend() '{layer.Name}' has 2 outputs; use ApplyAll to get them."));
    }

    [Test]
    public void Apply_BareTensors_TakeTheirPlaces()
    {
        var layer = new Blend();
        Assert.That(layer.Apply([Steps(1), Steps(10), Steps(100)])[0].ToFloats(), Is.EqualTo(new[] { 222f }));
        Assert.That(layer.Built, Is.EqualTo("query others"));
        Assert.That(new Difference().Apply([Steps(5), Steps(3)])[0].ToFloats(), Is.EqualTo(new[] { 2f }));
        Assert.That(Assert.Throws<InvalidValueException>(() => new Difference { Name = "d" }.Apply([Steps(5), Steps(3), Steps(1)]))!.Message,
            Is.EqualTo("Difference() 'd' takes 2 tensors at most but got 3."));
    }

    [Test]
    public void Apply_NamesOfKeras_AreChecked()
    {
        var layer = new Blend { Name = "b" };
        Assert.That(layer.Apply(new CallArguments<Tensor> { ["query"] = Steps(1), ["others"] = new[] { Steps(2), null }, ["shift"] = 1 })[0].ToFloats(), Is.EqualTo(new[] { 7f }));
        string Refused(CallArguments<Tensor> arguments) => Assert.Throws<InvalidValueException>(() => layer.Apply(arguments))!.Message;
        Assert.That(Refused(new() { ["query"] = Steps(1), ["attention"] = true }),
            Is.EqualTo("Blend() 'b' has no call argument 'attention'; it has 'query', 'others', 'query_mask', 'shift', 'both', 'mode'."));
        Assert.That(Refused(new() { ["others"] = new[] { Steps(1) } }), Is.EqualTo("Blend() 'b' needs the call argument 'query' (a tensor); given are 'others'."));
        Assert.That(Refused(new() { ["query"] = 3 }), Is.EqualTo("Blend() 'b' expects a tensor as call argument 'query' but got 3."));
        Assert.That(Refused(new() { ["query"] = Steps(1), ["both"] = Steps(1) }), Does.StartWith("Blend() 'b' expects true or false as call argument 'both' but got "));
        Assert.That(Assert.Throws<InvalidValueException>(() => new DeepSharp.Layers.Dense(1) { Name = "d" }.Apply(new CallArguments<Tensor> { ["inputs"] = Steps(1) }))!.Message,
            Is.EqualTo("Dense(1) 'd' takes no named call arguments; use Apply(x)."));
    }

    [Test]
    public void Mask_OfATensor_StandsForTheArgumentThatIsNotGiven()
    {
        var x = Steps(1, 2);
        x.Mask = Mask(1, 0);
        var layer = new Blend();
        var y = layer.Apply(x);
        Assert.That(y.ToFloats(), Is.EqualTo(new float[] { 2, 0 }));
        Assert.That(y.Mask, Is.SameAs(x.Mask));
        Assert.That(layer.Apply(x, queryMask: Mask(0, 1)).ToFloats(), Is.EqualTo(new float[] { 0, 4 }));
    }

    /// <summary>A layer used twice, once inside an inner model, with lists, settings, masks and two outputs.</summary>
    private static Model Graph()
    {
        var shared = new Blend { Name = "shared" };
        SymbolicTensor a = Input([2, 1], name: "a"), b = Input([2, 1], name: "b"), m = Input([2], name: "m", dtype: DType.Bool);
        var inside = Input([2, 1], name: "inside");
        var inner = new Model(inside, shared.Apply(inside, shift: 1)) { Name = "inner" };
        var both = shared.ApplyAll(a, [b, inner.Apply(b)], queryMask: m, both: true);
        var difference = new Difference { Name = "difference" }.Apply(both[0], both[1]);
        return new([a, b, m], [difference, shared.Apply(b, mode: "minus", training: true)]) { Name = "net" };
    }

    private static Tensor[] Data() => [Steps(1, 2), Steps(3, 4), Mask(1, 0)];

    [Test]
    public void Model_ArgumentsOfEachCall_AreRepeated()
    {
        var outputs = Graph().Apply(Data());
        // sums 1 + 3 + 7 and 2 + 4 + 9; twice them under the mask, minus themselves
        Assert.That(outputs[0].ToFloats(), Is.EqualTo(new float[] { 11, -15 }));
        Assert.That(outputs[1].ToFloats(), Is.EqualTo(new float[] { -60, -80 }));
        var program = Program.Compile(Device.Cpu, Array.ConvertAll(Data(), x => x.Spec), x => Graph().Apply(x));
        Assert.That(program.Run(Data())[0].ToFloats(), Is.EqualTo(new float[] { 11, -15 }));
    }

    [Test]
    public void ToJson_Arguments_StandAsKerasWritesThem()
    {
        var layers = JObject.Parse(Graph().ToJson())["config"]!["layers"]!.ToDictionary(l => (string)l["name"]!);
        string Place(string layer, string dtype = "float32", string shape = "[null,2,1]") =>
            "{\"class_name\":\"__keras_tensor__\",\"config\":{\"shape\":" + shape + ",\"dtype\":\"" + dtype + "\",\"keras_history\":[\"" + layer + "\",0,0]}}";
        string Node(string args, string kwargs) => "{\"args\":[" + args + "],\"kwargs\":{" + kwargs + "}}";
        var nodes = layers["shared"]["inbound_nodes"]!;
        Assert.That(Text(nodes[0]!), Is.EqualTo(Node(
            Place("a"), $"\"others\":[{Place("b")},{Place("inner")}],\"query_mask\":{Place("m", "bool", "[null,2]")},\"both\":true")));
        Assert.That(Text(nodes[1]!), Is.EqualTo(Node(Place("b"), "\"mode\":\"minus\",\"training\":true")));
        Assert.That((string?)layers["difference"]["inbound_nodes"]![0]!["kwargs"]!["right"]!["config"]!["keras_history"]![2], Is.EqualTo("1"));
        Assert.That(Text(layers["difference"]["build_config"]!), Is.EqualTo("""{"shapes_dict":{"left_shape":[null,2,1],"right_shape":[null,2,1]}}"""));
    }

    [Test]
    public void FromJson_WhatWasWritten_ComputesAndWritesTheSame()
    {
        var model = Graph();
        string json = model.ToJson();
        var back = Model.FromJson(json);
        Assert.That(back.ToJson(), Is.EqualTo(json));
        Assert.That(back.Weights, Has.Count.EqualTo(1));
        back.SetWeights(model.GetWeights());
        foreach (var (got, expected) in back.Apply(Data()).Zip(model.Apply(Data()))) Assert.That(got.ToFloats(), Is.EqualTo(expected.ToFloats()));
    }

    [TestCase("shift", 3, null)]
    [TestCase("query_mask", null, null)]
    [TestCase("training", null, null)]
    [TestCase("colour", 3, "Functional: unknown key 'colour'; the known keys are 'query', 'others', 'query_mask', 'shift', 'both', 'mode'.")]
    [TestCase("shift", "far", "Functional: key 'layers[1]' expects a number, but got \"far\".")]
    [TestCase("others", 5, "Functional: key 'layers[1]' expects a __keras_tensor__ with its keras_history, or a list of these, but got 5.")]
    [TestCase("query", "none", "Functional: Blend() 'shared' needs the call argument 'query' (a tensor); given are none.")]
    public void FromJson_ForeignKeyword_IsTakenOrRefusedByName(string key, object? value, string? message)
    {
        var a = Input([2, 1], name: "a");
        var json = JObject.Parse(new Model(a, new Blend { Name = "shared" }.Apply(a)).ToJson());
        var node = json["config"]!["layers"]![1]!["inbound_nodes"]![0]!;
        if (key == "query") ((JArray)node["args"]!).Clear();
        else node["kwargs"]![key] = value is null ? JValue.CreateNull() : JToken.FromObject(value);
        if (message is not null) Assert.That(Assert.Throws<ConfigException>(() => Model.FromJson(json.ToString()))!.Message, Does.StartWith(message));
        else Assert.That(Model.FromJson(json.ToString()).Predict(Steps(1, 2)).ToFloats(), Is.EqualTo(key == "shift" ? new float[] { 5, 7 } : [2, 4]));
    }

    [Test]
    public void FromJson_AllByKeyword_IsWrittenByKeywordAgain()
    {
        var a = Input([2, 1], name: "a");
        var json = JObject.Parse(new Model(a, new Blend { Name = "shared" }.Apply(a)).ToJson());
        var node = (JObject)json["config"]!["layers"]![1]!["inbound_nodes"]![0]!;
        node["kwargs"] = new JObject { ["query"] = node["args"]![0], ["query_mask"] = JValue.CreateNull() };
        node["args"] = new JArray();
        Assert.That(Text(JObject.Parse(Model.FromJson(json.ToString()).ToJson())["config"]!["layers"]![1]!["inbound_nodes"]![0]!), Is.EqualTo(Text(node)));
    }
}
