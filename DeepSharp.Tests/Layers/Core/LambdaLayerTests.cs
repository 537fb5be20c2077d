using System.Runtime.CompilerServices;
using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class LambdaLayerTests
{
    private static Func<Tensor, Tensor> s_square = null!;

    /// <summary>Golden values name this function.</summary>
    [ModuleInitializer]
    internal static void Register() => s_square = Lambda.Register("tests.square", x => x * x);

    [Test]
    [Covers(typeof(Lambda))]
    public void Lambda_Registered_PassesLayerCheck() => LayerCheck.Run(() => new Lambda(s_square), [2, 3], [2, 3]);

    [Test]
    public void Lambda_Code_ChangesShapes()
    {
        var model = new Sequential([2, 3]).Lambda(x => x.Sum(-1)).Lambda(x => x * 2);
        Assert.That(model.Predict(Tensor.Ones([1, 2, 3])).ToFloats(), Is.EqualTo(new float[] { 6, 6 }));
    }

    [Test]
    public void Lambda_NotRegistered_IsNotWritten() => Assert.That(
        () => KerasJson.Write(new Lambda(x => x + 1) { Name = "plus" }),
        Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
            "Lambda(function) 'plus' cannot be written to a file: its function is code. Give it a name with Lambda.Register(\"name\", function) and pass what that returns."));

    [Test]
    public void Lambda_Registered_IsWrittenAsKerasDoes()
    {
        var json = KerasJson.Print(KerasJson.Write(new Lambda(s_square) { Name = "s" })["config"]!["function"]!);
        Assert.That(json, Is.EqualTo("""{"module":"builtins","class_name":"function","config":"tests.square","registered_name":"tests.square"}"""));
        var again = (Lambda)KerasJson.Read<Layer>("""{"class_name":"Lambda","config":{"function":{"module":"m","class_name":"function","config":"tests.square","registered_name":"function"},"arguments":{}}}""");
        Assert.That(again.Function, Is.SameAs(s_square));
    }

    [Test]
    public void Lambda_WhatCannotBeLoaded_Throws()
    {
        Assert.That(
            () => KerasJson.Read<Layer>("""{"class_name":"Lambda","config":{"function":"nobody"}}"""),
            Throws.TypeOf<ConfigException>().With.Message.Contains("no function is registered by the name 'nobody'. Call Lambda.Register(\"nobody\", …) before loading."));
        Assert.That(
            () => KerasJson.Read<Layer>("""{"class_name":"Lambda","config":{"function":{"class_name":"__lambda__","config":{"code":"4wEAAAA"}}}}"""),
            Throws.TypeOf<ConfigException>().With.Message.Contains("its function is Python code"));
        Assert.That(
            () => KerasJson.Read<Layer>("""{"class_name":"Lambda","config":{"function":"tests.square","arguments":{"k":1}}}"""),
            Throws.TypeOf<ConfigException>().With.Message.Contains("arguments"));
        Assert.That(() => Lambda.Register(" ", x => x), Throws.TypeOf<InvalidValueException>().With.Message.Contains("expects a name"));
    }

    [Test]
    public void Lambda_Mask_EndsThere() => Assert.That(
        new Lambda(x => x).Apply(new Masking().Apply(Tensor.Ones([1, 2, 2]))).Mask, Is.Null);
}
