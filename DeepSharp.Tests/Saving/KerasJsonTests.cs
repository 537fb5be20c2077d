using DeepSharp.Tests.Configuration;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving;

public sealed class KerasJsonTests
{
    static readonly Basket s_full = new((3, 5), new Plum(2, Taste.VerySour), [new RedApple(0.5, 7), new Plum(1)], new Color("green"), null, false, Taste.Bitter, -7,
        0.3f, [1, -1], [1e-7, double.PositiveInfinity], ["a", "b"], (0, 0.5), new Dictionary<string, double> { ["pear"] = 2 }, new Policy("mixed_float16"), 0.8);

    [Test]
    public void Write_NestedObject_HasKerasForm()
    {
        Assert.That(KerasJson.Print(KerasJson.Write(new Plum(2, Taste.VerySour))), Is.EqualTo(
            """{"module":"fruit.drupes","class_name":"Plum","config":{"count":2,"taste":"very_sour"},"registered_name":null}"""));
        const string full = """
            {"module":"fruit","class_name":"Basket","config":{"size":[3,5],
            "best":{"module":"fruit.drupes","class_name":"Plum","config":{"count":2,"taste":"very_sour"},"registered_name":null},
            "rest":[{"module":"fruit.pomes","class_name":"RedApple","config":{"weight":0.5,"seed":7},"registered_name":null},
            {"module":"fruit.drupes","class_name":"Plum","config":{"count":1,"taste":"sweet"},"registered_name":null}],
            "color":"green","label":null,"open":false,"taste":"BITTER","big":-7,"ratio":0.3,"axes":[1,-1],"limits":[1e-07,Infinity],
            "names":["a","b"],"range":[0.0,0.5],"prices":{"pear":2.0},
            "dtype":{"module":"keras","class_name":"DTypePolicy","config":{"name":"mixed_float16"},"registered_name":null},"beta_1":0.8},"registered_name":null}
            """;
        Assert.That(KerasJson.Print(KerasJson.Write(s_full)), Is.EqualTo(full.ReplaceLineEndings("")));
    }

    [Test]
    public void Read_Written_GivesEverythingBack()
    {
        var back = KerasJson.Read<Basket>(KerasJson.Print(KerasJson.Write(s_full), indented: true));
        Assert.That(ConfigTree.Same(back, s_full), Is.True);
        Assert.That((back.Size, back.Color, back.Label, back.Open, back.Taste, back.Big, back.Ratio, back.Range, back.Dtype, back.Beta1),
            Is.EqualTo(((Size2D)(3, 5), new Color("green"), (string?)null, false, (Taste?)Taste.Bitter, -7L, 0.3f, ((double, double)?)(0, 0.5), new Policy("mixed_float16"), 0.8)));
        Assert.That((back.Axes, back.Limits, back.Names), Is.EqualTo((new[] { 1, -1 }, new[] { 1e-7, double.PositiveInfinity }, new[] { "a", "b" })));
        Assert.That(back.Rest, Has.Count.EqualTo(2).And.ItemAt(0).InstanceOf<RedApple>().And.ItemAt(1).InstanceOf<Plum>());
        Assert.That(back.Prices!["pear"], Is.EqualTo(2.0));
    }

    [Test]
    public void Read_KeysLeftOut_TakeTheirDefaults()
    {
        var basket = KerasJson.Read<Basket>("""{"class_name": "Basket", "config": {"size": 4}}""");
        Assert.That(basket.ToString(), Is.EqualTo("Basket((4, 4))"));
        Assert.That((basket.Best, basket.Label, basket.Big, basket.Ratio), Is.EqualTo((basket.Best as RedApple, "fresh", 5_000_000_000, 0.1f)));
    }

    [TestCase("""{"class_name":"RedApple","config":{}}""")]
    [TestCase("""{"module":"fruit.pomes","class_name":"RedApple","config":{},"registered_name":null,"build_config":{"input_shape":[null,4]},"compile_config":null}""")]
    [TestCase("\"red_apple\""), TestCase("\"RedApple\""), TestCase("\"pomme\"")]
    [TestCase("""{"module":"builtins","class_name":"function","config":"red_apple","registered_name":"red_apple"}""")]
    public void Read_AnyFormKerasWrites_IsUnderstood(string json)
    {
        Assert.That(KerasJson.Read<Fruit>(json), Is.InstanceOf<RedApple>());
        Assert.That(KerasJson.Read<Basket>("""{"class_name":"Basket","config":{"size":[1,2],"best":""" + json + "}}").Best, Is.InstanceOf<RedApple>());
    }

    [Test]
    public void Read_NotANumber_FollowsPython()
    {
        Assert.That(KerasJson.Print(KerasJson.Write(new RedApple(double.NaN))), Does.Contain("\"weight\":NaN"));
        foreach (var weight in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, 1e-7, 3 })
            Assert.That(KerasJson.Read<RedApple>(KerasJson.Print(KerasJson.Write(new RedApple(weight)))).Weight, Is.EqualTo(weight));
    }

    [Test]
    public void Read_DTypeAsString_IsUnderstood()
        => Assert.That(KerasJson.Read<Basket>("""{"class_name":"Basket","config":{"size":1,"dtype":"float32"}}""").Dtype, Is.EqualTo(new Policy("float32")));

    [TestCase("""{"size":1,"colour":"red","x":1}""", "Basket: unknown keys 'colour', 'x'. Did you mean 'color'? The known keys are 'lora_rank', 'unroll', 'size', 'best', 'rest', 'color', "
        + "'label', 'open', 'taste', 'big', 'ratio', 'axes', 'limits', 'names', 'range', 'prices', 'dtype', 'beta_1'. Remove what is not meant, or correct the spelling.")]
    [TestCase("""{"open":true,"big":1}""", "Basket: the required key 'size' is missing; the keys given are 'open', 'big'.")]
    [TestCase("""{"size":null}""", "Basket: key 'size' expects a Size2D, but got null.")]
    [TestCase("""{"size":[1,2,3]}""", "Basket: key 'size' expects a Size2D (expected a positive integer or a list of 2), but got [1, 2, 3].")]
    [TestCase("""{"size":1,"open":1}""", "Basket: key 'open' expects true or false, but got 1.")]
    [TestCase("""{"size":1,"open":null}""", "Basket: key 'open' expects true or false, but got null.")]
    [TestCase("""{"size":1,"big":1.5}""", "Basket: key 'big' expects an integer, but got 1.5.")]
    [TestCase("""{"size":1,"ratio":"much"}""", "Basket: key 'ratio' expects a number, but got \"much\".")]
    [TestCase("""{"size":1,"label":3}""", "Basket: key 'label' expects a string, but got 3.")]
    [TestCase("""{"size":1,"taste":"salty"}""", "Basket: key 'taste' expects one of 'sweet', 'very_sour', 'BITTER', but got \"salty\".")]
    [TestCase("""{"size":1,"axes":[1,"b"]}""", "Basket: key 'axes[1]' expects an integer, but got \"b\".")]
    [TestCase("""{"size":1,"axes":[3000000000]}""", "Basket: key 'axes[0]' expects an integer, but got 3000000000.")]
    [TestCase("""{"size":1,"axes":[null]}""", "Basket: key 'axes[0]' expects an integer, but got null.")]
    [TestCase("""{"size":1,"axes":{"a":1}}""", "Basket: key 'axes' expects a list (each an integer), but got {a: 1}.")]
    [TestCase("""{"size":1,"range":[1]}""", "Basket: key 'range' expects a list of 2 values, but got [1].")]
    [TestCase("""{"size":1,"prices":{"pear":"2"}}""", "Basket: key 'prices.pear' expects a number, but got \"2\".")]
    [TestCase("""{"size":1,"best":3}""", "Basket: key 'best' expects a Fruit (its name, or an object with class_name and config), but got 3.")]
    [TestCase("""{"size":1,"best":"Pear"}""", "There is no Fruit named 'Pear' (in Basket.best); known are 'Melon', 'Plum', 'RedApple'. "
        + "For a class of your own, mark it with [Layer] or [Configurable], or call ConfigRegistry.Register before loading.")]
    [TestCase("""{"size":1,"rest":[{"class_name":"Plum","config":{"count":"x"}}]}""", "Plum: key 'count' expects an integer, but got \"x\" (in Basket.rest[0]).")]
    [TestCase("""{"size":1,"rest":["plum"]}""", "Plum: the required key 'count' is missing (in Basket.rest[0]); the keys given are none.")]
    [TestCase("""{"size":1,"best":{"class_name":"Melon","config":{"slices":0}}}""", "Melon refuses its settings (in Basket.best): slices expects at least 1")]
    [TestCase("""{"size":1,"best":{"class_name":"Plum","config":[1]}}""", "Plum: 'config' expects an object, but got [1].")]
    [TestCase("""{"size":1,"best":{"class_name":"RedApple","config":{},"extra":1}}""", "RedApple: unknown key 'extra' beside 'class_name' and 'config'; the known keys are 'module', "
        + "'class_name', 'config', 'registered_name', 'build_config', 'compile_config', 'name', 'inbound_nodes', 'shared_object_id'.")]
    [TestCase("""{"size":1,"lora_rank":4}""", "Basket: key 'lora_rank' is 4, a setting of Keras that this class does not have; it is read only as null.")]
    [TestCase("""{"size":1,"unroll":true}""", "Basket: key 'unroll' is true, a setting of Keras that this class does not have; it is read only as null or false.")]
    [TestCase("""{"size":1,"dtype":{"module":"keras","class_name":"DTypePolicyMap","config":{}}}""", "Basket: key 'dtype' expects a Policy (expected a dtype name such as "
        + "\"float32\" or a DTypePolicy object with a name), but got {class_name: DTypePolicyMap}.")]
    public void Read_BadConfig_NamesClassKeyExpectedAndGot(string config, string message)
    {
        var error = Assert.Throws<ConfigException>(() => KerasJson.Read<Basket>($$"""{"class_name":"Basket","config":{{config}}}"""))!;
        Assert.That(error.Message, Is.EqualTo(message));
    }

    [Test]
    public void Read_UnusedKeysWithoutEffect_AreAccepted()
        => Assert.That(KerasJson.Read<Basket>("""{"class_name":"Basket","config":{"size":1,"lora_rank":null,"unroll":false}}""").Size, Is.EqualTo((Size2D)1));

    [Test]
    public void Read_RequiredCode_IsRefusedWithTheReason()
    {
        Assert.That(new Machine(() => 3).Run(), Is.EqualTo(3));
        Assert.That(() => KerasJson.Read<Machine>(KerasJson.Write(new Machine(() => 3))), Throws.InstanceOf<ConfigException>().With.Message.EqualTo(
            "Machine cannot be loaded from a file: its parameter 'function' is not written there. Build this part in code and load only the weights."));
    }

    [Test]
    public void Read_NameInTwoFamilies_IsDecidedByTypeOrModule()
    {
        const string toy = """{"module":"toys","class_name":"Plum","config":{}}""";
        Assert.That(KerasJson.Read<IConfigurable>(toy), Is.InstanceOf<ToyPlum>());
        Assert.That(KerasJson.Read<ToyPlum>("\"Plum\""), Is.InstanceOf<ToyPlum>());
        Assert.That(() => KerasJson.Read<IConfigurable>("\"Plum\""), Throws.InstanceOf<ConfigException>().With.Message.Contains(
            "The name 'Plum' fits several classes").And.Message.Contains("toys.Plum").And.Message.Contains("fruit.drupes.Plum"));
    }

    [TestCase("{\"class_name\":\"RedApple\",\"config\":{\"weight\":1,\"weight\":2}}"), TestCase("\"RedApple\" 3"), TestCase("{\"class_name\":"), TestCase("")]
    public void Parse_NotProperJson_Throws(string json) => Assert.That(() => KerasJson.Read<Fruit>(json), Throws.InstanceOf<JsonException>());

    [Test]
    public void Parse_HostileDepth_ThrowsInsteadOfOverflowing()
        => Assert.That(() => KerasJson.Parse(new string('[', 100_000)), Throws.InstanceOf<JsonException>());

    [Test]
    public void Parse_DateLikeString_StaysAString()
        => Assert.That(KerasJson.ToPlain(KerasJson.Parse("\"2025-01-01T00:00:00\"")), Is.EqualTo("2025-01-01T00:00:00"));

    [Test]
    public void WriteValue_UnsavableType_SaysWhatToDo()
        => Assert.That(() => KerasJson.WriteValue(new Uri("http://localhost")), Throws.InstanceOf<NotSupportedException>().With.Message.EqualTo(
            "A value of type Uri cannot be written to a file. Give the type IConfigValue, or mark the parameter [NotConfig]."));
}
