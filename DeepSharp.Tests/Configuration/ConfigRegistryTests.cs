namespace DeepSharp.Tests.Configuration;

public sealed class ConfigRegistryTests
{
    [Test]
    public void Register_TypesOfUsers_AreFoundByRegisteredName()
    {
        ConfigRegistry.Register(new ConfigType(typeof(Nut), typeof(Walnut), "Walnut", "nuts", _ => new Walnut()));
        ConfigRegistry.Register(new ConfigType(typeof(Nut), typeof(OwnWalnut), "Walnut", null, _ => new OwnWalnut()) { Package = "orchard" });
        var plain = ConfigTree.Plain(new OwnWalnut());
        Assert.That((plain.Module, plain.RegisteredName), Is.EqualTo(((string?)null, "orchard>Walnut")));
        Assert.That(ConfigRegistry.Create<Nut>(plain), Is.InstanceOf<OwnWalnut>());
        Assert.That(ConfigRegistry.Create<Nut>("walnut"), Is.InstanceOf<Walnut>());
        Assert.That(() => ConfigRegistry.Create<Nut>(plain with { RegisteredName = "elsewhere>Walnut" }),
            Throws.InstanceOf<ConfigException>().With.Message.Contains("There is no Nut named 'elsewhere>Walnut'; known are 'Walnut', 'orchard>Walnut'."));
    }

    [Test]
    public void Register_SameNameInOneFamily_Throws()
    {
        ConfigRegistry.Register(new ConfigType(typeof(Nut), typeof(Walnut), "Walnut", "nuts", _ => new Walnut()));
        Assert.That(() => ConfigRegistry.Register(new ConfigType(typeof(Nut), typeof(OwnWalnut), "Hazel", "nuts", _ => new OwnWalnut()) { Aliases = ["wal_nut"] }),
            Throws.InvalidOperationException.With.Message.Contains("Nut 'walnut'"));
        Assert.That(() => ConfigRegistry.Create<Nut>("Hazel"), Throws.InstanceOf<ConfigException>());
    }

    [Test]
    public void Register_GeneratedTypes_AreThereWithModuleAndAliases()
    {
        var apple = ConfigRegistry.Find(typeof(RedApple))!;
        Assert.That((apple.Kind, apple.ClassName, apple.Module, apple.RegisteredName), Is.EqualTo((typeof(Fruit), "RedApple", "fruit.pomes", (string?)null)));
        Assert.That(apple.Aliases, Is.EqualTo(new[] { "pomme" }));
        Assert.That(ConfigRegistry.All, Does.Contain(apple));
        Assert.That(ConfigRegistry.Find(typeof(Fruit)), Is.Null);
    }

    [Test]
    public void Create_NeitherNameNorObject_Throws()
        => Assert.That(() => ConfigRegistry.Create<Fruit>(3L), Throws.InstanceOf<ConfigException>().With.Message.Contains("A Fruit is expected").And.Message.EndsWith("but got 3."));

    [Test]
    public void Create_PlainForm_MakesACopy()
    {
        var melon = new Melon(3);
        var copy = ConfigRegistry.Create<Melon>(ConfigTree.Plain(melon));
        Assert.That(copy, Is.Not.SameAs(melon));
        Assert.That(copy.Slices, Is.EqualTo(3));
    }

    [Test]
    public void Convert_ForeignType_UsesItsRegistration()
    {
        ConfigConverter.Register<Version>(v => v.ToString(), v => v is string text ? Version.Parse(text) : throw new FormatException("expected a version"));
        Assert.That(ConfigTree.Plain(new Version(1, 2)), Is.EqualTo("1.2"));
        var reader = new ConfigReader(new ConfigObject(null, "Sample", [new("version", "1.2"), new("other", 3L)]));
        Assert.That(reader.Get<Version>("version"), Is.EqualTo(new Version(1, 2)));
        Assert.That(() => reader.Get<Version>("other"), Throws.InstanceOf<ConfigException>().With.Message.EqualTo(
            "Sample: key 'other' expects a Version (expected a version), but got 3."));
    }

    [Test]
    public void Convert_ShapeAndDType_FollowKeras()
    {
        Assert.That(ConfigTree.Plain(new Shape(Dim.Any, 4)), Is.EqualTo(new object?[] { null, 4L }));
        Assert.That(ConfigTree.Plain(DType.BFloat16), Is.EqualTo("bfloat16"));
        var reader = new ConfigReader(new ConfigObject(null, "Sample", [new("shape", new object?[] { null, 4L }), new("dtype", "uint8"), new("bad", new object?[] { -1L })]));
        Assert.That((reader.Get<Shape>("shape"), reader.Get<Shape?>("shape"), reader.Get<DType>("dtype")),
            Is.EqualTo((new Shape(Dim.Any, 4), (Shape?)new Shape(Dim.Any, 4), DType.UInt8)));
        Assert.That(() => reader.Get<Shape>("bad"), Throws.InstanceOf<ConfigException>().With.Message.EqualTo(
            "Sample: key 'bad' expects a Shape (expected a list of lengths, null for an unknown one), but got [-1]."));
        Assert.That(() => reader.Get<DType>("bad"), Throws.InstanceOf<ConfigException>());
    }

    [Test]
    public void ToString_Generated_LeavesOutDefaults()
    {
        Assert.That(new RedApple().ToString(), Is.EqualTo("RedApple()"));
        Assert.That(new RedApple(seed: 3).ToString(), Is.EqualTo("RedApple(seed: 3)"));
        Assert.That(new Basket(3, new RedApple(), color: new("red"), label: null, axes: [1, 2], range: (0, 1.5)).ToString(),
            Is.EqualTo("Basket((3, 3), color: red, label: null, axes: [1, 2], range: (0, 1.5))"));
        Assert.That(new Basket(3, new Plum(1), label: "x").ToString(), Is.EqualTo("Basket((3, 3), best: Plum(1), label: \"x\")"));
    }

    abstract class Nut : IConfigurable
    {
        public abstract string TypeName { get; }

        public IReadOnlyList<ConfigEntry> Config => [];
    }

    sealed class Walnut : Nut
    {
        public override string TypeName => "Walnut";
    }

    sealed class OwnWalnut : Nut
    {
        public override string TypeName => "Walnut";
    }
}
