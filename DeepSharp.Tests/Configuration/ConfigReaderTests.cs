namespace DeepSharp.Tests.Configuration;

public sealed class ConfigReaderTests
{
    static ConfigReader Reader(params ConfigEntry[] entries) => new(new ConfigObject(null, "Sample", entries));

    [Test]
    public void Get_PlainValues_AreConverted()
    {
        var reader = Reader(new("i", 3L), new("d", 2L), new("e", "very_sour"), new("list", new object?[] { "a" }), new("nested", new object?[] { new object?[] { 1L }, new object?[] { 2L, 3L } }));
        Assert.That((reader.Get<int>("i"), reader.Get<long>("i"), reader.Get<double>("d"), reader.Get<float>("d")), Is.EqualTo((3, 3L, 2.0, 2f)));
        Assert.That(reader.Get<Taste>("e"), Is.EqualTo(Taste.VerySour));
        Assert.That(reader.Get<IReadOnlyList<string>>("list"), Is.EqualTo(new[] { "a" }));
        Assert.That(reader.Get<int[][]>("nested"), Is.EqualTo(new[] { new[] { 1 }, [2, 3] }));
        Assert.That(() => reader.RefuseUnknown(), Throws.Nothing);
    }

    [Test]
    public void Get_Null_IsRefusedUnlessTheTypeOrTheFallbackAllowsIt()
    {
        var reader = Reader(new ConfigEntry("x", null));
        Assert.That(reader.Get<int?>("x"), Is.Null);
        Assert.That(reader.Get<int?>("x", 3), Is.Null);
        Assert.That(reader.Get<string?>("x", null), Is.Null);
        Assert.That(reader.GetOrNull("x", "some"), Is.Null);
        Assert.That(reader.GetOrNull<string>("x"), Is.Null);
        Assert.That(() => reader.Get<int>("x"), Throws.InstanceOf<ConfigException>());
        Assert.That(() => reader.Get("x", 3), Throws.InstanceOf<ConfigException>());
        Assert.That(() => reader.Get("x", "some"), Throws.InstanceOf<ConfigException>());
        Assert.That(() => reader.Get<string>("x"), Throws.InstanceOf<ConfigException>());
    }

    [Test]
    public void Get_Missing_TakesTheFallbackOrThrows()
    {
        var reader = Reader(new ConfigEntry("x", 1L));
        Assert.That((reader.Get("y", 3), reader.GetOrNull("y", "some"), reader.Has("x"), reader.Has("y")), Is.EqualTo((3, "some", true, false)));
        var error = Assert.Throws<ConfigException>(() => reader.GetOrNull<string>("y"))!;
        Assert.That((error.ClassName, error.Key, error.Message), Is.EqualTo(("Sample", "y", "Sample: the required key 'y' is missing; the keys given are 'x'.")));
    }

    [Test]
    public void RefuseUnknown_KeyOnlyLookedFor_IsStillUnknown()
    {
        var reader = Reader(new("a", 1L), new("b", 2L));
        reader.Get<int>("a");
        Assert.That(reader.Has("b"), Is.True);
        var error = Assert.Throws<ConfigException>(reader.RefuseUnknown)!;
        Assert.That((error.Key, error.Message), Is.EqualTo(("b", "Sample: unknown key 'b'; the known keys are 'a'. Remove what is not meant, or correct the spelling.")));
    }

    [Test]
    public void Reader_KeyTwice_Throws()
        => Assert.That(() => Reader(new("a", 1L), new("a", 1L)), Throws.InstanceOf<ConfigException>().With.Message.EqualTo("Sample: key 'a' stands twice."));

    [Test]
    public void DTypePolicyName_BothForms_GiveTheName()
    {
        Assert.That(ConfigObject.DTypePolicyName(ConfigObject.DTypePolicy("float16")), Is.EqualTo("float16"));
        Assert.That(ConfigObject.DTypePolicyName("float32"), Is.EqualTo("float32"));
        Assert.That(() => ConfigObject.DTypePolicyName(3L), Throws.InstanceOf<FormatException>());
    }
}
