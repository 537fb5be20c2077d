using DeepSharp.Losses;

namespace DeepSharp.Tests.Losses;

/// <summary>Losses whose elements are not those of the predictions.</summary>
public sealed class BatchLossTests
{
    [Test]
    public void Overlaps_MaskedPixels_LeaveTheSums()
    {
        Tensor t = new float[,] { { 1, 0, 1 }, { 0, 1, 1 } }, p = new float[,] { { 0.5f, 0.25f, 1 }, { 0.5f, 0.5f, 0 } };
        p.Mask = Tensor.From([true, true, false, false, false, false], [2, 3]);
        Assert.That(new Dice().Apply(t, p).Item(), Is.EqualTo(1 - 2 * 0.5 / 1.75).Within(1e-6));
        Assert.That(new Tversky(1, 0.5).Apply(t, p).Item(), Is.EqualTo(1 - 0.5 / (0.5 + 0.5 + 0.125)).Within(1e-6));
        // The second row has nothing to say.
        Assert.That(new Dice(axis: 1).Apply(t, p).Item(), Is.EqualTo(1 - 2 * 0.5 / 1.75).Within(1e-6));
        Assert.That(new Dice(axis: 1) { Reduction = Reduction.None }.Apply(t, p).Shape, Is.EqualTo(new Shape(2)));
        p.Mask = Tensor.From([false, false], [2]);
        Assert.That(new Tversky().Apply(t, p).Item(), Is.Zero);
    }

    [Test]
    public void CategoricalGeneralizedCrossEntropy_AfterSoftmax_HasFiniteGradientForAnyCertainty()
    {
        Tensor x = new float[,] { { 200, 0, -200 }, { 0.5f, 0, 0.25f } }, labels = Tensor.From([2, 0]);
        using var tape = new GradientTape(persistent: true);
        tape.Watch(x);
        var loss = new CategoricalGeneralizedCrossEntropy { Reduction = Reduction.None };
        var fused = loss.Apply(labels, Activations.Softmax.Apply(x));
        var plain = loss.Apply(labels, x.Softmax());
        Assert.That(fused.ToFloats(), Is.EqualTo(new[] { 2f, 2 - 2 * MathF.Sqrt(x.Softmax().ToFloats()[3]) }).Within(1e-6));
        Assert.That(plain.ToFloats(), Is.EqualTo(fused.ToFloats()).Within(1e-6));
        var gradients = tape.Gradient(fused.Sum(), x).ToFloats();
        Assert.That(gradients, Has.All.Matches<float>(float.IsFinite));
        Assert.That(tape.Gradient(plain.Sum(), x).ToFloats(), Is.EqualTo(gradients).Within(1e-6));
        Assert.That(() => loss.Apply(Tensor.From([3, 0]), x.Softmax()), Throws.TypeOf<InvalidValueException>().With.Message.Contains("label 3 at [0]"));
        Assert.That(() => loss.Apply(Tensor.Zeros([2, 3]), x), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("use CategoricalCrossentropy"));
    }

    [Test]
    public void PairLosses_OneClassOnlyOrNoPairs_AreFinite()
    {
        Tensor x = new float[,] { { 0.5f, 0.25f }, { -0.25f, 0.5f }, { 0.5f, 0.5f } };
        foreach (var labels in (Tensor[])[Tensor.From([1, 1, 1]), Tensor.From([0, 1, 2], [3, 1])])
            foreach (Loss loss in (Loss[])[new Circle(), new TripletSemiHardLoss(), new TripletHardLoss(), new TripletHardLoss(distanceMetric: DistanceMetric.Angular)])
            {
                using var tape = new GradientTape();
                tape.Watch(x);
                var value = loss.Apply(labels, x);
                Assert.That(double.IsFinite(value.Item()), $"{loss} {labels}");
                Assert.That(tape.Gradient(value, x).ToFloats(), Has.All.Matches<float>(float.IsFinite), $"{loss} {labels}");
                if (loss is Circle) Assert.That(value.Item(), Is.Zero);
            }
        Assert.That(new TripletSemiHardLoss().Apply(Tensor.From([0, 1, 2]), x).Item(), Is.Zero, "there is no pair of one class");
    }

    [Test]
    public void TripletHardLoss_EqualEmbeddings_HaveFiniteGradient()
    {
        Tensor x = Tensor.Ones([4, 2]);
        using var tape = new GradientTape();
        tape.Watch(x);
        var value = new TripletHardLoss().Apply(Tensor.From([0, 0, 1, 1]), x);
        Assert.That(value.Item(), Is.EqualTo(1).Within(1e-6));
        Assert.That(tape.Gradient(value, x).ToFloats(), Has.All.EqualTo(0));
    }

    [Test]
    public void BatchLosses_WrongShapes_SayWhatIsExpected()
    {
        Tensor labels = Tensor.Zeros([3], DType.Int32), x = Tensor.Zeros([3, 2]);
        foreach (Loss loss in (Loss[])[new Circle(), new TripletSemiHardLoss(), new TripletHardLoss()])
            Assert.That(() => loss.Apply(Tensor.Zeros([3, 2]), x), Throws.TypeOf<ShapeMismatchException>()
                .With.Message.EqualTo($"{loss.TypeName} expects class numbers [batch] or [batch, 1] and embeddings [batch, dims] but got [3, 2] and [3, 2]."));
        Assert.That(() => new TripletLoss().Apply(labels, x), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("TripletLoss expects anchor, like and unlike sample, [batch, 3, dims], but got predictions [3, 2]."));
        Assert.That(() => new CTC().Apply(labels, x), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("CTC expects targets [batch, length] and predictions [batch, steps, classes] but got [3] and [3, 2]."));
        var scores = Tensor.Zeros([3, 4, 5]);
        scores.Mask = Tensor.Zeros([3], DType.Bool);
        Assert.That(() => new CTC().Apply(Tensor.Ones([3, 1]), scores), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("CTC expects a mask of the steps, [3, 4], but the predictions have one of shape [3]."));
        Assert.That(() => new CTC().Apply(Tensor.Ones([3, 3]), Tensor.Zeros([3, 4, 5])), Throws.TypeOf<InvalidValueException>().With.Message.Contains("needs at least 5 steps"));
    }

    [Test]
    public void CTC_InProgram_TrainsAModelToSpellAWord()
    {
        // Three samples of ten steps with another letter each; the model learns to say "1 2", "2 3" and "3 1".
        var x = Tensor.From(Enumerable.Range(0, 3 * 10 * 3).Select(i => i / 30 == i % 3 ? 1f : 0f).ToArray(), [3, 10, 3]);
        var y = Tensor.From(new[,] { { 1, 2, 0 }, { 2, 3, 0 }, { 3, 1, 0 } });
        var model = new Sequential([10, 3]).Flatten().Dense(40).Reshape([10, 4]).Compile(new Adam(0.1), loss: "ctc");
        double before = model.Evaluate((x, y), verbose: Verbosity.Silent)["loss"];
        model.Fit((x, y), epochs: 60, batchSize: 3, verbose: Verbosity.Silent);
        Assert.That(model.Evaluate((x, y), verbose: Verbosity.Silent)["loss"], Is.LessThan(before / 20));
    }
}
