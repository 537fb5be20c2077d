using DeepSharp.Layers;

namespace DeepSharp.Tests;

[NonParallelizable]
public sealed class MaskWarningTests
{
    private readonly List<string> _said = [];
    private Action<string>? _before;

    [SetUp]
    public void Listen()
    {
        _said.Clear();
        _before = Warnings.Sink;
        Warnings.Sink = text => { lock (_said) _said.Add(text); };
    }

    [TearDown]
    public void Restore() => Warnings.Sink = _before;

    [Test]
    public void Apply_MaskToALayerThatDropsIt_WarnsOnce()
    {
        var flatten = new Flatten { Name = "flat" };
        Assert.That(flatten.Apply(Masked()).Mask, Is.Null);
        flatten.Apply(Masked());
        Assert.That(_said, Is.EqualTo(new[]
        {
            "Flatten() 'flat' got a mask but does not know masks: it computes with the masked steps too and passes no mask on. "
            + "Take it out of the masked part of the model, or where this is meant set Mask of its input to null.",
        }));
    }

    [Test]
    public void Apply_LayersThatKnowMasks_SayNothing()
    {
        var model = new Sequential([3]).Embedding(5, 4, maskZero: true).Dense(2).GlobalAveragePooling1D();
        model.Apply(Tensor.From([1, 2, 0], [1, 3]));
        Assert.That(_said, Is.Empty);
    }

    [Test]
    public void Apply_SinkIsNull_IsSilent()
    {
        Warnings.Sink = null;
        Assert.That(new Flatten().Apply(Masked()).Shape, Is.EqualTo(new Shape(1, 6)));
    }

    private static Tensor Masked() => new Masking().Apply(Tensor.From([1f, 2, 0, 0, 5, 6], [1, 3, 2]));
}
