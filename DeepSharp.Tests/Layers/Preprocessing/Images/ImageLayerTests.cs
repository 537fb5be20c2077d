using DeepSharp.Layers;

namespace DeepSharp.Tests;

/// <summary>What all image layers have in common.</summary>
public sealed class ImageLayerTests
{
    private static readonly Shape s_shape = [4, 8, 6, 3];

    /// <summary>The names Keras has.</summary>
    private static readonly string[] s_names =
    [
        "Resizing", "CenterCrop", "AutoContrast", "Equalization", "Solarization", "ContrastLimitedAdaptiveHistogramEqualization", "AugMix", "CutMix", "MixUp",
        "RandAugment", "RandomBrightness", "RandomColorDegeneration", "RandomColorJitter", "RandomContrast", "RandomCrop", "RandomElasticTransform",
        "RandomErasing", "RandomFlip", "RandomGaussianBlur", "RandomGrayscale", "RandomHue", "RandomInvert", "RandomPerspective", "RandomPosterization",
        "RandomRotation", "RandomSaturation", "RandomSharpness", "RandomShear", "RandomTranslation", "RandomZoom",
    ];

    private static readonly Func<RandomImageLayer>[] s_random =
    [
        () => new RandomBrightness(0.3, seed: 3), () => new RandomColorDegeneration(0.8, seed: 3),
        () => new RandomColorJitter((0, 255), 0.2, 0.3, 0.8, 0.5, seed: 3), () => new RandomContrast(0.5, seed: 3), () => new RandomCrop(5, 4, seed: 3),
        () => new RandomElasticTransform(1.0, 0.9, seed: 3), () => new RandomErasing((1, 1), (0.3, 0.6), seed: 3), () => new RandomFlip(seed: 3),
        () => new RandomGaussianBlur((1, 1), 3, (0.5, 2), seed: 3), () => new RandomGrayscale(0.5, seed: 3), () => new RandomHue(0.8, seed: 3),
        () => new RandomInvert((0.5, 0.5), seed: 3), () => new RandomPerspective((1, 1), 0.6, seed: 3), () => new RandomPosterization((1, 6), seed: 3),
        () => new RandomRotation(0.4, seed: 3), () => new RandomSaturation(0.9, seed: 3), () => new RandomSharpness(1, seed: 3),
        () => new RandomShear(0.5, 0.3, seed: 3), () => new RandomTranslation(0.4, (-0.3, 0.2), seed: 3), () => new RandomZoom(0.5, 0.3, seed: 3),
        () => new Solarization(0.4, 0.6, seed: 3), () => new RandAugment(seed: 3), () => new AugMix(numChains: 2, chainDepth: 2, seed: 3),
    ];

    private static IEnumerable<TestCaseData> Random => s_random.Select(make => new TestCaseData(make).SetArgDisplayNames(make().GetType().Name));

    private static Tensor Images(Shape shape) => Samples.Uniform(shape, 0, 255).Cast(DType.Float32);

    [TestCaseSource(nameof(s_names))]
    public void Name_OfKeras_IsRegistered(string name) =>
        Assert.That(ConfigRegistry.Find(typeof(Layer).Assembly.GetType($"DeepSharp.Layers.{name}")!)?.Module, Is.EqualTo("keras.layers"));

    [Test]
    [Covers(
        typeof(RandomBrightness), typeof(RandomColorDegeneration), typeof(RandomColorJitter), typeof(RandomContrast), typeof(RandomCrop),
            typeof(RandomElasticTransform),
        typeof(RandomErasing), typeof(RandomFlip), typeof(RandomGaussianBlur), typeof(RandomGrayscale), typeof(RandomHue), typeof(RandomInvert),
            typeof(RandomPerspective),
        typeof(RandomPosterization), typeof(RandomRotation), typeof(RandomSaturation), typeof(RandomSharpness), typeof(RandomShear), typeof(RandomTranslation),
        typeof(RandomZoom), typeof(Solarization), typeof(RandAugment), typeof(AugMix))]
    public void Random_PassLayerCheck()
    {
        foreach (var make in s_random) LayerCheck.Run(make, [Images(s_shape)], Output(make()));
        LayerCheck.Run(() => new RandomFlip(FlipMode.Vertical), [Images(s_shape)], s_shape);
        LayerCheck.Run(() => new RandomZoom((-0.3, 0.1), fillMode: FillMode.Constant, interpolation: Interpolation.Nearest, fillValue: 3),
            [Images(s_shape)], s_shape);
        LayerCheck.Run(() => new RandomColorJitter(hueFactor: (0.1, 0.2)), [Images(s_shape)], s_shape);
        LayerCheck.Run(() => new RandomErasing(fillValue: new[] { 1.0, 2, 3 }, valueRange: (0, 1)), [Images(s_shape)], s_shape);
        LayerCheck.Run(() => new RandomElasticTransform(0.5, fillMode: FillMode.Mirror), [Images(s_shape)], s_shape);
    }

    [Test]
    [Covers(typeof(Resizing), typeof(CenterCrop), typeof(AutoContrast), typeof(Equalization), typeof(ContrastLimitedAdaptiveHistogramEqualization))]
    public void Fixed_PassLayerCheck()
    {
        LayerCheck.Run(() => new Resizing(3, 9), [Images(s_shape)], [4, 3, 9, 3]);
        LayerCheck.Run(() => new Resizing(5, 2, Interpolation.Lanczos5, antialias: true), [Images(s_shape)], [4, 5, 2, 3]);
        LayerCheck.Run(() => new Resizing(3, 9, Interpolation.Nearest, cropToAspectRatio: true), [Images(s_shape)], [4, 3, 9, 3]);
        LayerCheck.Run(() => new Resizing(3, 9, padToAspectRatio: true, fillValue: 2), [Images(s_shape)], [4, 3, 9, 3]);
        LayerCheck.Run(() => new CenterCrop(5, 4), [Images(s_shape)], [4, 5, 4, 3]);
        LayerCheck.Run(() => new CenterCrop(9, 4), [Images(s_shape)], [4, 9, 4, 3]);
        LayerCheck.Run(() => new AutoContrast((0, 1)), [Images(s_shape)], s_shape);
        LayerCheck.Run(() => new Equalization(bins: 32), [Images(s_shape)], s_shape);
        LayerCheck.Run(() => new ContrastLimitedAdaptiveHistogramEqualization(tileGridSize: (3, 2)), [Images(s_shape)], s_shape);
    }

    [TestCaseSource(nameof(Random))]
    public void Random_SameSeed_GivesTheSameBits_AndEveryDrawAnother(Func<RandomImageLayer> make)
    {
        var x = Images([1, 8, 6, 3]).BroadcastTo([6, 8, 6, 3]).Contiguous();
        RandomImageLayer first = make(), second = make();
        var (a, b) = (first.Apply(x, training: true), second.Apply(x, training: true));
        Close.Identical("same seed", [a], [b]);
        Assert.That(first.Apply(x, training: true).ToDoubles(), Is.Not.EqualTo(a.ToDoubles()), "the next draw");
        Assert.That(Enumerable.Range(1, 5).Any(i => !a[i].ToDoubles().SequenceEqual(a[0].ToDoubles())), "equal images in a batch are changed differently");
        Assert.That(first.States.Single().Value.ToArray<long>()[0], Is.EqualTo(3));
        Assert.That(first.States.Single().Value.ToArray<long>()[1], Is.GreaterThan(0), "draws made");
    }

    [TestCaseSource(nameof(Random))]
    public void Random_AtRest_ChangesNothingAndDrawsNothing(Func<RandomImageLayer> make)
    {
        if (make() is RandomCrop) return;
        var (layer, x) = (make(), Images(s_shape));
        Close.Identical("at rest", [x], [layer.Apply(x)]);
        Assert.That(layer.States.Single().Value.ToArray<long>()[1], Is.Zero);
    }

    [TestCaseSource(nameof(Random))]
    public void Random_InAProgram_DrawsAnewWithoutTakingMemory(Func<RandomImageLayer> make)
    {
        var (layer, twin, x) = (make(), make(), Images(s_shape));
        layer.Apply(x);
        var program = Program.Compile(Device.Cpu, [x.Spec], t => [layer.Apply(t[0], training: true)]);
        for (int run = 0; run < 3; run++) Close.Same($"run {run}", twin.Apply(x, training: true), program.Run([x])[0], 1e-5);
        ProgramCheck.NoAllocation($"{layer}", program, [x]);
    }

    [TestCaseSource(nameof(Random))]
    public void Random_OneImage_IsABatchOfOne(Func<RandomImageLayer> make)
    {
        var x = Images([8, 6, 3]);
        Close.Identical("one image", [make().Apply(x.ExpandDims(0), training: true)[0].Contiguous()], [make().Apply(x, training: true)]);
    }

    [TestCaseSource(nameof(Random))]
    public void Random_Bytes_BecomeFloating(Func<RandomImageLayer> make)
    {
        var x = Images(s_shape).Cast(DType.UInt8);
        Close.Identical("bytes", [make().Apply(x.Cast(DType.Float32), training: true)], [make().Apply(x, training: true)]);
        Assert.That(make().Apply(x).DType, Is.EqualTo(DType.Float32));
    }

    [TestCaseSource(nameof(Random))]
    public void Random_OtherRanks_Throw(Func<RandomImageLayer> make)
    {
        Assert.That(() => make().Apply(Tensor.Zeros([8, 6])), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.Contains("expects an image [height, width, channels] or a batch [batch, height, width, channels] but got shape [8, 6]"));
        Assert.That(() => make().Apply(Tensor.Zeros([1, 2, 8, 6, 3])), Throws.TypeOf<ShapeMismatchException>());
    }

    [Test]
    public void Random_InAModel_IsSavedWithItsState()
    {
        var model = new Sequential([8, 8, 3]).RandomFlip(seed: 5).RandomRotation(0.1, seed: 6).Flatten().Dense(2);
        model.Compile(new Adam(), "mse");
        DataSource data = (Images([6, 8, 8, 3]), Tensor.Zeros([6, 2]));
        model.Fit(data, batchSize: 3, verbose: Verbosity.Silent);
        using var folder = new Data.TemporaryFolder();
        model.Save(folder.File("m.keras"));
        var back = Model.Load(folder.File("m.keras"));
        Assert.That(back.StateEntries().Where(e => e.Path.Contains("/states/")).Select(e => (e.Path, e.Variable.Value.ToArray<long>()[0])),
            Is.EqualTo(new[] { ("layers/random_flip/states/0", 5L), ("layers/random_rotation/states/0", 6L) }));
        foreach (var m in new[] { model, back }) m.Fit(data, batchSize: 3, verbose: Verbosity.Silent);
        Close.Identical("weights after going on", [.. model.Weights.Select(w => w.Value)], [.. back.Weights.Select(w => w.Value)]);
    }

    private static Shape Output(RandomImageLayer layer) => layer is RandomCrop ? [4, 5, 4, 3] : s_shape;
}
