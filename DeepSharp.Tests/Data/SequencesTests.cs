namespace DeepSharp.Tests;

/// <summary>Values are those of the examples in Keras' documentation of <c>pad_sequences</c> and <c>to_categorical</c>, or worked out by hand.</summary>
public sealed class SequencesTests
{
    private static readonly int[][] s_ragged = [[1], [2, 3], [4, 5, 6]];

    private static void Rows(Tensor y, params int[][] rows)
    {
        Assert.That(y.Shape, Is.EqualTo(new Shape(rows.Length, rows[0].Length)));
        Assert.That(y.ToInts(), Is.EqualTo(rows.SelectMany(r => r)));
    }

    [Test]
    public void Pad_Lists_FillsUpAndCutsAtTheAskedEnd()
    {
        Rows(Sequences.Pad(s_ragged), [0, 0, 1], [0, 2, 3], [4, 5, 6]);
        Rows(Sequences.Pad(s_ragged, value: -1), [-1, -1, 1], [-1, 2, 3], [4, 5, 6]);
        Rows(Sequences.Pad(s_ragged, padding: SequenceEnd.Post), [1, 0, 0], [2, 3, 0], [4, 5, 6]);
        Rows(Sequences.Pad(s_ragged, maxLength: 2), [0, 1], [2, 3], [5, 6]);
        Rows(Sequences.Pad(s_ragged, maxLength: 2, truncating: SequenceEnd.Post), [0, 1], [2, 3], [4, 5]);
        Rows(Sequences.Pad([new[] { 7 }, []], maxLength: 2, padding: SequenceEnd.Post), [7, 0], [0, 0]);
        Assert.That(Sequences.Pad(s_ragged).DType, Is.EqualTo(DType.Int32));
        var reals = Sequences.Pad([new[] { 0.5f }, [1.5f, 2]], dtype: DType.Float32, value: 0.25);
        Assert.That(reals.ToDoubles(), Is.EqualTo(new[] { 0.25, 0.5, 1.5, 2 }));
        Rows(Sequences.Pad(new List<List<long>> { new() { 1, 2 }, new() { 3 } }), [1, 2], [0, 3]);
    }

    [Test]
    public void Pad_Tensors_KeepsTheShapeOfSteps()
    {
        Tensor a = new float[,] { { 1, 2 } }, b = new float[,] { { 3, 4 }, { 5, 6 }, { 7, 8 } };
        var y = Sequences.Pad([a, b], maxLength: 2, dtype: DType.Float32, padding: SequenceEnd.Post);
        Assert.That(y.Shape, Is.EqualTo(new Shape(2, 2, 2)));
        Assert.That(y.ToDoubles(), Is.EqualTo(new double[] { 1, 2, 0, 0, 5, 6, 7, 8 }));
    }

    [Test]
    public void Pad_Misuse_Throws()
    {
        Assert.That(() => Sequences.Pad(Array.Empty<int[]>()), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("there are no sequences"));
        Assert.That(() => Sequences.Pad(s_ragged, maxLength: -1), Throws.TypeOf<InvalidValueException>().With.Message.Contains("got -1"));
        Assert.That(() => Sequences.Pad([Tensor.Zeros([1, 2]), Tensor.Zeros([1, 3])]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("1 has [1, 3]"));
    }

    [Test]
    public void ToCategorical_Classes_BecomeVectors()
    {
        Assert.That(Tensor.From([0, 2, 1]).ToCategorical().ToDoubles(), Is.EqualTo(new double[] { 1, 0, 0, 0, 0, 1, 0, 1, 0 }));
        Assert.That(Tensor.From(new[,] { { 1 }, { 0 } }).ToCategorical(4).Shape, Is.EqualTo(new Shape(2, 4)));
        Assert.That(Tensor.From(new[,] { { 1, 0, 2 } }).ToCategorical().Shape, Is.EqualTo(new Shape(1, 3, 3)));
        Assert.That(Tensor.From([1f]).ToCategorical().ToDoubles(), Is.EqualTo(new double[] { 0, 1 }));
        Assert.That(() => Tensor.From([1, 3]).ToCategorical(3), Throws.TypeOf<InvalidValueException>().With.Message.Contains("element 1 is class 3, but classes go from 0 to 2"));
        Assert.That(() => Tensor.From([-1]).ToCategorical(), Throws.TypeOf<InvalidValueException>());
    }

    [TestCase(2, new[] { 0.6, -0.8, 0, 0 })]
    [TestCase(1, new[] { 3 / 7.0, -4 / 7.0, 0, 0 })]
    [TestCase(double.PositiveInfinity, new[] { 0.75, -1, 0, 0 })]
    [TestCase(3, new[] { 0.66697, -0.88930, 0, 0 })]
    public void Normalize_Rows_HaveLengthOne(double order, double[] expected)
    {
        Tensor x = new float[,] { { 3, -4 }, { 0, 0 } };
        Assert.That(x.Normalize(order: order).ToDoubles(), Is.EqualTo(expected).Within(1e-4));
        Assert.That(x.Transpose().Normalize(axis: 0, order: order).Transpose().ToDoubles(), Is.EqualTo(expected).Within(1e-4));
        Assert.That(x.Cast(DType.Int32).Normalize(order: order).DType, Is.EqualTo(DType.Float32));
        Assert.That(() => x.Normalize(order: 0), Throws.TypeOf<InvalidValueException>());
    }
}
