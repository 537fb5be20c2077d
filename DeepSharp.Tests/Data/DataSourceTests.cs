namespace DeepSharp.Tests.Data;

public sealed class DataSourceTests
{
    private static readonly float[,] s_x = { { 1, 2 }, { 3, 4 }, { 5, 6 } };
    private static readonly int[] s_y = [0, 1, 2];

    private static (int X, int Y, int Weights) Kinds(DataSource data) => (data.X.Length, data.Y.Length, data.SampleWeights.Length);

    [Test]
    public void Tensors_Convert()
    {
        Tensor x = s_x, y = s_y, w = new float[] { 1, 2, 3 };
        Assert.That(Kinds(x), Is.EqualTo((1, 0, 0)));
        Assert.That(Kinds((x, y)), Is.EqualTo((1, 1, 0)));
        Assert.That(Kinds((x, y, w)), Is.EqualTo((1, 1, 1)));
        Assert.That(Kinds(new[] { x, x }), Is.EqualTo((2, 0, 0)));
        Assert.That(Kinds((new[] { x, x }, new[] { y })), Is.EqualTo((2, 1, 0)));
        Assert.That(((DataSource)(x, y)).Count, Is.EqualTo(3));
    }

    [Test]
    public void Arrays_Convert()
    {
        Assert.That(Kinds(s_x), Is.EqualTo((1, 0, 0)));
        DataSource data = (s_x, s_y);
        Assert.That(Kinds(data), Is.EqualTo((1, 1, 0)));
        Assert.That(data.X[0].ToFloats(), Is.EqualTo(new float[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That(data.Y[0].DType, Is.EqualTo(DType.Int32));
        Assert.That(Kinds((new float[2, 4, 4, 1], s_y[..2])), Is.EqualTo((1, 1, 0)));
        Assert.That(Kinds((s_x, new float[3, 1])), Is.EqualTo((1, 1, 0)));
        Assert.That(Kinds((s_x, s_y, new float[] { 1, 2, 3 })), Is.EqualTo((1, 1, 1)));
    }

    [Test]
    public void Images_Convert()
    {
        DataSource data = new LabelledImages([0, 255, 51, 102], [1, 0], height: 1, width: 2);
        Assert.That(data.X[0].Shape, Is.EqualTo(new Shape(2, 1, 2, 1)));
        Assert.That(data.X[0].ToFloats(), Is.EqualTo(new[] { 0, 1, 0.2f, 0.4f }).Within(1e-6));
        Assert.That(data.Y[0].ToInts(), Is.EqualTo(new[] { 1, 0 }));
    }

    [Test]
    public void Dataset_Converts()
    {
        DataSource data = Dataset.From(s_x);
        Assert.That(data.Dataset, Is.Not.Null);
        Assert.That(() => data.Count, Throws.TypeOf<DeepSharpException>().With.Message.Contains("not known"));
    }

    [Test]
    public void Unfit_Throws()
    {
        Assert.That(() => new DataSource([]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("at least one input"));
        Assert.That(() => new DataSource([s_x], [s_y], [Tensor.Ones([2])]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("sample weight 0 has 2 (shape [2])"));
    }

    [Test]
    public void Slice_KeepsAllKinds()
    {
        var part = new DataSource([s_x], [s_y], [new float[] { 7, 8, 9 }]).Slice(1, 2);
        Assert.That(part.X[0].ToFloats(), Is.EqualTo(new float[] { 3, 4, 5, 6 }));
        Assert.That(part.Y[0].ToInts(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(part.SampleWeights[0].ToFloats(), Is.EqualTo(new float[] { 8, 9 }));
    }

    private static Model TwoInputs()
    {
        SymbolicTensor a = Vocabulary.Input([2], name: "a"), b = Vocabulary.Input([2], name: "b");
        return new Model([a, b], [new DeepSharp.Layers.Dense(1) { Name = "p" }.Apply(a), new DeepSharp.Layers.Dense(1) { Name = "q" }.Apply(b)]) { Name = "two" };
    }

    [Test]
    public void Names_PutDataIntoTheModelsOrder()
    {
        var x = new Dictionary<string, Tensor> { ["b"] = Tensor.Full([3, 2], 2), ["a"] = Tensor.Full([3, 2], 1) };
        var y = new Dictionary<string, Tensor> { ["q"] = Tensor.Full([3, 1], 4), ["p"] = Tensor.Full([3, 1], 3) };
        var data = ((DataSource)(x, y)).For(TwoInputs());
        Assert.That(data.X.Select(t => t.ToFloats()[0]), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(data.Y.Select(t => t.ToFloats()[0]), Is.EqualTo(new[] { 3, 4 }));
        Assert.That(((DataSource)x).For(TwoInputs()).Y, Is.Empty);
    }

    [Test]
    public void Names_WrongOrMissing_Throw()
    {
        Tensor t = Tensor.Ones([3, 2]);
        Assert.That(() => new DataSource(new Dictionary<string, Tensor> { ["a"] = t, ["c"] = t }).For(TwoInputs()),
            Throws.TypeOf<DeepSharpException>().With.Message.EqualTo("Model 'two' has no input 'c'; it has 'a', 'b'."));
        Assert.That(() => new DataSource(new Dictionary<string, Tensor> { ["a"] = t }).For(TwoInputs()),
            Throws.TypeOf<DeepSharpException>().With.Message.EqualTo("Data for input 'b' of model 'two' is missing."));
        Assert.That(() => new DataSource(new Dictionary<string, Tensor> { ["a"] = t, ["b"] = t }, new Dictionary<string, Tensor> { ["p"] = t }).For(TwoInputs()),
            Throws.TypeOf<DeepSharpException>().With.Message.EqualTo("Data for output 'q' of model 'two' is missing."));
    }

    [Test]
    public void RequireFinite_Dataset_IsCheckedAsItIsRead()
    {
        var checkedData = new DataSource(Dataset.From(Tensor.From([1f, 2f, float.NaN, 4f], [2, 2]))).RequireFinite();
        var read = checkedData.Dataset!.GetEnumerator();
        Assert.That(read.MoveNext());
        Assert.That(() => read.MoveNext(), Throws.TypeOf<InvalidValueException>().With.Message.StartsWith("The data holds NaN: input 0, sample 0, element 0"));
    }

    [Test]
    public void RequireFinite_NamesTheElement()
    {
        Tensor x = new float[,] { { 1, 2 }, { 3, float.NaN } };
        Assert.That(() => new DataSource([x]).RequireFinite(), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "The data holds NaN: input 0, sample 1, element 1 (shape [2, 2]). Clean the data, or train without checkData."));
        Assert.That(() => new DataSource([s_x], [s_y], [new[] { 1, 2, float.NegativeInfinity }]).RequireFinite(),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("sample weight 0, sample 2, element 0"));
        DataSource fine = (s_x, s_y);
        Assert.That(fine.RequireFinite(), Is.SameAs(fine));
    }
}
