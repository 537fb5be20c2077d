using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests;

public sealed class ReceptiveFieldTests
{
    /// <summary>Networks without activations; with all weights one, the gradient is zero only where nothing is seen.</summary>
    private static readonly TestCaseData[] s_networks =
    [
        Case("chain", s => s.Conv1D(2, 3).MaxPooling1D().Conv1D(2, 3, padding: Padding.Same).Conv1D(1, 4, strides: 3)),
        Case("same with strides", s => s.Conv1D(2, 4, strides: 2, padding: Padding.Same).Conv1D(2, 5, strides: 2, padding: Padding.Same).AveragePooling1D(3, strides: 1, padding: Padding.Same)),
        Case("dilated", s => s.Conv1D(2, 3, dilationRate: 2).Conv1D(2, 2, dilationRate: 4, padding: Padding.Causal)),
        Case("padding and cropping", s => s.ZeroPadding1D(3).Conv1D(2, 3).Cropping1D((2, 1)).AveragePooling1D(2)),
        Case("depthwise and separable", s => s.DepthwiseConv1D(3).SeparableConv1D(2, 3, strides: 2, padding: Padding.Same)),
        Case("batch normalization and others by element", s => s.BatchNormalization().Conv1D(2, 3).LayerNormalization().Dropout(0.5).Dense(3).Rescaling(2)),
    ];

    private static TestCaseData Case(string name, Func<Sequential, Sequential> build) => new TestCaseData(build).SetName($"Reach_{name.Replace(' ', '_')}_IsWhereGradientsAre");

    [TestCaseSource(nameof(s_networks))]
    public void Reach_IsWhereGradientsAre(Func<Sequential, Sequential> build)
    {
        const int length = 30;
        var model = build(new Sequential([length, 2]));
        foreach (var w in model.Weights.Where(w => w.Name.Contains("kernel"))) w.Assign(Samples.Uniform(w.Shape, 0.5, 1.5).Cast(DType.Float32));
        var reach = model.ReceptiveField().Layers[^1];
        Assert.That(reach.IsGlobal, Is.False);
        var axis = reach.Axes[0];
        var x = Samples.Uniform([1, length, 2], 0.5, 1.5).Cast(DType.Float32);
        for (int o = 0; o < reach.Output[0]; o++)
        {
            using var tape = new GradientTape();
            tape.Watch(x);
            double[] seen = tape.Gradient(model.Apply(x)[.., o].Square().Sum(), x).Abs().Sum(-1).ToDoubles();
            double first = axis.Start + o * axis.Jump, last = first + axis.Size - 1;
            int[] positions = [.. Enumerable.Range(0, length).Where(i => seen[i] != 0)];
            Assert.That(positions, Is.All.InRange(first, last), $"output {o}");
            // At the border only a part of a window is seen, and with gaps between the taps not always its end.
            if (first < 0 || last >= length) continue;
            // A maximum passes its gradient to one element, so there the field is only a bound.
            if (model.Layers.Any(l => l.TypeName.StartsWith("Max"))) continue;
            Assert.That((positions[0], positions[^1]), Is.EqualTo(((int)first, (int)last)), $"output {o}");
        }
    }

    [Test]
    public void Chain_HasTheNumbersOfTheFormula()
    {
        var fields = new Sequential([32, 32, 3])
            .Conv2D(8, 3, padding: Padding.Same, name: "a").MaxPooling2D(name: "b").Conv2D(8, (3, 5), strides: 2, name: "c").Activation(Relu).GlobalAveragePooling2D(name: "d").Dense(3, name: "e")
            .ReceptiveField();
        Assert.That(fields["a"].Axes, Is.EqualTo(new AxisReach[] { new(1, 3, 1, -1, false), new(2, 3, 1, -1, false) }));
        Assert.That(fields["b"].Axes[0], Is.EqualTo(new AxisReach(1, 4, 2, -1, false)));
        Assert.That(fields["c"].Axes, Is.EqualTo(new AxisReach[] { new(1, 8, 4, -1, false), new(2, 12, 4, -1, false) }));
        Assert.That(fields["d"].IsGlobal && fields["e"].IsGlobal);
        Assert.That(fields.ToString(), Does.Contain("8 × 12").And.Contain("4 × 4").And.Contain("-1 × -1").And.Contain("all × all"));
    }

    [Test]
    public void Enlarging_StepsByPartsOfAnInput()
    {
        var fields = new Sequential([8, 8, 2]).UpSampling2D(name: "up").Conv2D(2, 3, name: "conv").Conv2DTranspose(2, 4, strides: 2, name: "out").ReceptiveField();
        Assert.That(fields["up"].Axes[0], Is.EqualTo(new AxisReach(1, 1, 0.5, 0, false)));
        Assert.That(fields["conv"].Axes[0], Is.EqualTo(new AxisReach(1, 2, 0.5, 0, false)));
        Assert.That(fields["out"].Axes[0], Is.EqualTo(new AxisReach(1, 2.5, 0.25, -0.5, false)));
    }

    [Test]
    public void Branches_AreJoined_AndNestedModelsHavePaths()
    {
        var start = Input([20, 2]);
        var inner = new Model(start, start.Conv1D(3, 3, padding: Padding.Same, name: "c")) { Name = "inner" };
        var input = Input([20, 2]);
        var sum = Add(inner.Apply(input), input.Conv1D(3, 7, padding: Padding.Same, name: "wide"));
        var model = new Model(input, sum);
        var fields = model.ReceptiveField();
        Assert.That(fields["inner/c"].Axes[0], Is.EqualTo(new AxisReach(1, 3, 1, -1, false)));
        Assert.That(fields.Layers[^1].Axes[0], Is.EqualTo(new AxisReach(1, 7, 1, -3, false)));
        Assert.That(() => fields["x"], Throws.TypeOf<DeepSharpException>().With.Message.StartsWith("There is no layer 'x'; the layers are "));
    }

    [Test]
    public void Flatten_ReachesEverywhere_AndInputsMustBeSpatial()
    {
        Assert.That(new Sequential([6, 2]).Flatten().Dense(3).ReceptiveField().Layers.Select(l => l.IsGlobal), Is.All.True);
        Assert.That(new Sequential([6, 2]).LSTM(3, returnSequences: true).Dense(1).ReceptiveField().Layers.Select(l => l.IsGlobal), Is.All.True);
        Assert.That(() => new Sequential([6]).Dense(3).ReceptiveField(), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("at least one spatial axis"));
        Assert.That(() => new Sequential([Dim.Any, 2]).Conv1D(3, 3).ReceptiveField(), Throws.TypeOf<ShapeMismatchException>().With.Message.EndsWith("Give inputShape."));
        Assert.That(new Sequential([Dim.Any, 2]).Conv1D(3, 3).ReceptiveField([10, 2]).Layers[0].Output, Is.EqualTo(new Shape(8, 3)));
    }
}
