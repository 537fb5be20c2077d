namespace DeepSharp.Tests;

public sealed class KnownNamesTests
{
    private static readonly string[] s_layers = ["Dense", "Conv2D", "Conv2DTranspose", "Dropout", "GlobalMaxPooling2D"];

    [TestCase("Dens", "Dense"), TestCase("dense_", "Dense"), TestCase("Desne", "Dense"), TestCase("conv2dd", "Conv2D"), TestCase("Conv2DTransposed", "Conv2DTranspose")]
    [TestCase("global_max_poling2d", "GlobalMaxPooling2D"), TestCase("LSTM", null), TestCase("x", null), TestCase("", null)]
    public void Nearest_AFewLettersOff_IsFound(string name, string? near) => Assert.That(KnownNames.Nearest(name, s_layers), Is.EqualTo(near));

    [Test]
    public void Nearest_NothingKnown_IsNull() => Assert.That(KnownNames.Nearest("x", []), Is.Null);

    [Test]
    public void Nearest_VeryLongName_IsNull() => Assert.That(KnownNames.Nearest(new string('x', 1_000_000), s_layers), Is.Null);

    [Test]
    public void Instead_NearAndFar_EndsTheSentence()
    {
        Assert.That(KnownNames.Instead("Droput", ["Dense", "Dropout"]), Is.EqualTo(". Did you mean 'Dropout'? Known are 'Dense', 'Dropout'"));
        Assert.That(KnownNames.Instead("LSTM", ["Dense"], "there are"), Is.EqualTo("; there are 'Dense'"));
        Assert.That(KnownNames.Instead("LSTM", []), Is.EqualTo("; known are none"));
    }

    [Test]
    public void Messages_UnknownName_SuggestTheNearest()
    {
        Assert.That(() => KerasJson.Read<Layer>("""{"class_name": "Densee", "config": {"units": 3}}"""),
            Throws.TypeOf<ConfigException>().With.Message.Contains("There is no Layer named 'Densee'. Did you mean 'Dense'?"));
        Assert.That(() => KerasJson.Read<Layer>("""{"class_name": "Dense", "config": {"units": 3, "use_bais": true}}"""),
            Throws.TypeOf<ConfigException>().With.Message.Contains("unknown key 'use_bais'. Did you mean 'use_bias'?"));
        Assert.That(() => (Activation)"rellu", Throws.TypeOf<InvalidValueException>().With.Message.StartsWith("There is no activation 'rellu'. Did you mean 'relu'?"));
        Assert.That(() => DTypes.Parse("float23"), Throws.TypeOf<DTypeMismatchException>().With.Message.StartsWith("'float23' is not a dtype. Did you mean 'float32'?"));
        var model = new Sequential([3]).Add(new DeepSharp.Layers.Dense(2) { Name = "scores" });
        Assert.That(() => model.GetLayer("score"), Throws.Exception.With.Message.Contains("Did you mean 'scores'?"));
    }
}
