using DeepSharp.Layers;

namespace DeepSharp.Tests;

/// <summary>Hashes are those of Keras' hashing_test.py and hashed_crossing_test.py, made by TensorFlow; other values of Keras' documentation or counted by hand.</summary>
public sealed class TabularLayerTests
{
    private static readonly string[] s_letters = ["A", "B", "C", "D", "E"], s_names = ["omar", "stringer", "marlo", "wire", "skywalker"];
    private static readonly Tensor s_numbers = Tensor.From([0, 1, 2, 3, 4]);

    private static void Refuses<T>(Action act, string message) where T : Exception => Assert.That(act, Throws.TypeOf<T>().With.Message.Contains(message));

    [Test]
    [Covers(typeof(CategoryEncoding))]
    public void CategoryEncoding_PassesLayerCheck()
    {
        LayerCheck.Run(() => new CategoryEncoding(4), [Samples.Integers([3, 5], 0, 4)], [3, 4]);
        LayerCheck.Run(() => new CategoryEncoding(4, OutputMode.OneHot), [Samples.Integers([3, 1], 0, 4)], [3, 4]);
        LayerCheck.Run(() => new CategoryEncoding(4, OutputMode.Count), [Samples.Integers([3, 5], 0, 4), Samples.Uniform([3, 5]).Cast(DType.Float32)], [3, 4]);
    }

    [Test]
    public void CategoryEncoding_Misuse_Throws()
    {
        Refuses<InvalidValueException>(() => new CategoryEncoding(4).Apply(Tensor.From(new[,] { { 1, 4 } })), "index 4 at position [0, 1]");
        Refuses<InvalidValueException>(() => new CategoryEncoding(4).Apply(Tensor.From(new[,] { { -1 } })), "expected 0 to 3");
        Refuses<InvalidValueException>(() => new CategoryEncoding(0).Apply(s_numbers), "numTokens must be positive");
        Refuses<InvalidValueException>(() => new CategoryEncoding(5, OutputMode.Int).Apply(s_numbers), "output mode Int is not one of MultiHot, OneHot, Count");
        Refuses<InvalidValueException>(() => new CategoryEncoding(5).Apply([s_numbers, s_numbers]), "countWeights belong to output mode Count");
    }

    [Test]
    [Covers(typeof(Discretization))]
    public void Discretization_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Discretization([-1, 0, 0.5]), [2, 3], [2, 3]);
        LayerCheck.Run(() => new Discretization([-1, 0, 0.5], outputMode: OutputMode.OneHot), [4, 1], [4, 4]);
        LayerCheck.Run(() => new Discretization([-1, 0, 0.5], outputMode: OutputMode.Count), [2, 6], [2, 4]);
    }

    [Test]
    public void Discretization_Adapt_LearnsBoundaries()
    {
        Tensor data = new float[,] { { -1.5f, 1, 3.4f, 0.5f }, { 0, 3, 1.3f, 0 } };
        var layer = new Discretization(numBins: 4, epsilon: 0.01);
        layer.Adapt(data);
        Assert.That(layer.Apply(data).ToInts(), Is.EqualTo(new[] { 0, 2, 3, 2, 1, 3, 3, 1 }));
        var again = (Discretization)KerasJson.Read<Layer>(KerasJson.Print(KerasJson.Write(layer)));
        Assert.That(again.BinBoundaries, Is.EqualTo(layer.BinBoundaries));
        Assert.That(again.Apply(data).ToInts(), Is.EqualTo(layer.Apply(data).ToInts()));
        again.Adapt(data * 2);
        Assert.That(again.BinBoundaries, Is.EqualTo(layer.BinBoundaries!.Select(b => 2 * b)).Within(1e-6), "learnt anew");
    }

    private static IEnumerable<GoldenCase> Quantiles => GoldenFile.Load("quantiles");

    [TestCaseSource(nameof(Quantiles))]
    public void Discretization_Golden_LearnsTheSameBoundaries(GoldenCase golden)
    {
        var layer = new Discretization(numBins: golden.Attribute<int>("bins"), epsilon: golden.Attribute<double>("epsilon"));
        layer.Adapt(golden.Inputs.Select(name => GoldenCheck.Read(golden.Array(name), DType.Float32)));
        Assert.That(layer.BinBoundaries, Is.EqualTo(GoldenCheck.Read(golden.Array("y"), DType.Float64).ToDoubles()).Within(1e-6));
    }

    [Test]
    public void Discretization_Misuse_Throws()
    {
        Refuses<InvalidValueException>(() => new Discretization(numBins: 3).Apply(Tensor.Zeros([2])), "has no boundaries yet. Call Adapt(data)");
        Refuses<InvalidValueException>(() => new Discretization().Apply(Tensor.Zeros([2])), "give binBoundaries, or numBins");
        Refuses<InvalidValueException>(() => new Discretization([0, 1], 2).Apply(Tensor.Zeros([2])), "Give either numBins or binBoundaries");
        Refuses<InvalidValueException>(() => new Discretization([1, 0]).Apply(Tensor.Zeros([2])), "must rise, but 0 follows 1");
        Refuses<InvalidValueException>(() => new Discretization(numBins: 0).Adapt(Tensor.Zeros([2])), "numBins must be positive");
        Refuses<InvalidValueException>(() => new Discretization(numBins: 3, epsilon: 1).Adapt(Tensor.Zeros([2])), "epsilon must be between 0 and 1");
        Refuses<InvalidValueException>(() => new Discretization(numBins: 3).Adapt(Tensor.Zeros([0])), "Adapt got no data");
        Refuses<InvalidValueException>(() => new Discretization([0]).Adapt(Tensor.Zeros([2])), "was given its boundaries");
        Refuses<InvalidValueException>(() => new Discretization([0], outputMode: OutputMode.TfIdf).Apply(Tensor.Zeros([2])), "output mode TfIdf is not one of");
    }

    [Test]
    [Covers(typeof(IntegerLookup))]
    public void IntegerLookup_PassesLayerCheck()
    {
        Tensor[] x = [Samples.Integers([3, 4], 0, 9)];
        LayerCheck.Run(() => new IntegerLookup(vocabulary: [3, 1, 4]), x, [3, 4]);
        LayerCheck.Run(() => new IntegerLookup(numOovIndices: 3, maskToken: 7, vocabulary: [3, 1, 4]), x, [3, 4]);
        LayerCheck.Run(() => new IntegerLookup(numOovIndices: 3, vocabulary: [3, 1, 4], oovMethod: OovMethod.FarmHash, salt: 5), x, [3, 4]);
        LayerCheck.Run(() => new IntegerLookup(vocabulary: [3, 1, 4], invert: true), x, [3, 4]);
        LayerCheck.Run(() => new IntegerLookup(vocabulary: [3, 1, 4], outputMode: OutputMode.Count), x, [3, 4]);
        LayerCheck.Run(() => new IntegerLookup(6, vocabulary: [3, 1], idfWeights: [0.5, 2], outputMode: OutputMode.TfIdf, padToMaxTokens: true), x, [3, 6]);
    }

    [Test]
    public void IntegerLookup_Adapt_CountsAndBreaksTiesByTheGreaterInteger()
    {
        var data = Tensor.From(new[,] { { 12, 1138, 42 }, { 42, 1000, 36 } });
        var layer = new IntegerLookup();
        layer.Adapt(data);
        Assert.That(layer.GetVocabulary(), Is.EqualTo(new long[] { -1, 42, 1138, 1000, 36, 12 }));
        Assert.That(layer.Apply(data).ToInts(), Is.EqualTo(new[] { 5, 2, 1, 1, 3, 4 }));
        layer.Adapt([Tensor.From([5, 5, 6]), Tensor.From([6, 6, 7L])]);
        Assert.That(layer.GetVocabulary(false), Is.EqualTo(new long[] { 6, 5, 7 }));
        Assert.That(layer.Apply(data).ToInts(), Is.All.Zero, "the table follows the vocabulary");
        var weighed = new IntegerLookup(outputMode: OutputMode.TfIdf);
        weighed.Adapt(data);
        Assert.That(weighed.IdfWeights![0], Is.EqualTo(Math.Log(1 + 2 / 3.0)).Within(1e-12), "each row a document");
    }

    [Test]
    public void IntegerLookup_SeveralUnknown_AreSpread()
    {
        long[] vocabulary = [10, 20, 30];
        var unknown = Tensor.From([100, 300, 700, 1100, 1700, 2000]);
        Assert.That(new IntegerLookup(numOovIndices: 4, vocabulary: vocabulary).Apply(unknown).ToInts(), Is.All.Zero);
        Assert.That(new IntegerLookup(numOovIndices: 4, vocabulary: vocabulary, oovMethod: OovMethod.FarmHash).Apply(unknown).ToInts(), Is.EqualTo(new[] { 3, 3, 2, 2, 0, 1 }));
        Assert.That(new IntegerLookup(numOovIndices: 2, vocabulary: vocabulary).Apply(Tensor.From([-3, -4, 10])).ToInts(), Is.EqualTo(new[] { 1, 0, 2 }));
    }

    [Test]
    public void IntegerLookup_InAModel_IsTraced()
    {
        var input = Vocabulary.Input([2], DType.Int32);
        var model = new Model(input, new IntegerLookup(vocabulary: [7, 9], maskToken: 0).Apply(input));
        Assert.That(model.Predict(Tensor.From(new[,] { { 7, 9 }, { 0, 5 } })).ToInts(), Is.EqualTo(new[] { 2, 3, 0, 1 }));
    }

    [Test]
    public void IntegerLookup_Misuse_Throws()
    {
        Refuses<InvalidValueException>(() => new IntegerLookup().Apply(s_numbers), "has no vocabulary yet");
        Refuses<InvalidValueException>(() => new IntegerLookup(vocabulary: [1, 2, 3, 4], numOovIndices: 0).Apply(s_numbers), "0, element 0 of shape [5], is not among the 4 keys");
        Refuses<InvalidValueException>(() => new IntegerLookup(vocabulary: [1, 1]).Apply(s_numbers), "more than once: 1");
        Refuses<InvalidValueException>(() => new IntegerLookup(vocabulary: [1], salt: 3).Apply(s_numbers), "salt needs oovMethod FarmHash");
        Refuses<InvalidValueException>(() => new IntegerLookup().Adapt(Tensor.Zeros([0], DType.Int32)), "Adapt got no tokens");
        Refuses<InvalidValueException>(() => new IntegerLookup(vocabulary: [1]).Adapt(s_numbers), "was given its vocabulary");
    }

    [Test]
    [Covers(typeof(Hashing))]
    public void Hashing_PassesLayerCheck()
    {
        Tensor[] x = [Samples.Integers([3, 4], 0, 9)];
        LayerCheck.Run(() => new Hashing(5), x, [3, 4]);
        LayerCheck.Run(() => new Hashing(5, maskValue: 3, salt: (1, 2)), x, [3, 4]);
        LayerCheck.Run(() => new Hashing(5, outputMode: OutputMode.MultiHot), x, [3, 5]);
        TextLayerCheck.RoundTrip(new Hashing(3, "", 133), new Hashing(9, outputMode: OutputMode.Count) { DType = DType.Float64 }, new Hashing(4) { DType = DType.Int32 });
        Assert.That((string?)KerasJson.Write(new Hashing(3))["config"]!["dtype"]!["config"]!["name"], Is.EqualTo("int64"), "as Keras writes it");
        Assert.That(new Hashing(4) { DType = DType.Int32 }.Apply(s_numbers).DType, Is.EqualTo(DType.Int32));
    }

    [Test]
    public void Hashing_TensorFlowsValues_Agree()
    {
        int[] Of(Hashing layer, params string[] x) => layer.Apply(x).ToInts();
        Assert.That(Of(new(3), s_letters), Is.EqualTo(new[] { 1, 0, 1, 1, 2 }));
        Assert.That(Of(new(3, ""), "A", "B", "", "C", "D"), Is.EqualTo(new[] { 1, 1, 0, 2, 2 }));
        Assert.That(Of(new(3, salt: (133, 137)), s_letters), Is.EqualTo(new[] { 1, 2, 1, 0, 2 }));
        Assert.That(Of(new(3, salt: 133), s_letters), Is.EqualTo(new[] { 0, 0, 2, 1, 0 }));
        Assert.That(Of(new(2), s_names), Is.EqualTo(new[] { 0, 0, 1, 0, 0 }));
        Assert.That(Of(new(3, "omar"), s_names), Is.EqualTo(new[] { 0, 1, 2, 1, 1 }));
        Assert.That(Of(new(2, salt: (133, 137)), s_names), Is.EqualTo(new[] { 0, 1, 0, 1, 0 }));
        Assert.That(Of(new(2, salt: (211, 137)), s_names), Is.EqualTo(new[] { 1, 0, 1, 0, 1 }));
        Assert.That(new Hashing(3).Apply(s_numbers).ToInts(), Is.EqualTo(new[] { 1, 0, 1, 0, 2 }));
        Assert.That(new Hashing(3).Apply(Tensor.From([0.9f, 1.5f, 2, 3, 4])).ToInts(), Is.EqualTo(new[] { 1, 0, 1, 0, 2 }), "cut to integers");
        Assert.That(new Hashing(3, salt: (133, 137)).Apply(s_numbers).ToInts(), Is.EqualTo(new[] { 1, 1, 2, 0, 1 }));
        Assert.That(new Hashing(3, outputMode: OutputMode.MultiHot).Apply(s_numbers.Reshape([1, 5])).ToDoubles(), Is.EqualTo(new double[] { 1, 1, 1 }));
        Assert.That(new Hashing(3, outputMode: OutputMode.Count).Apply(s_numbers).ToDoubles(), Is.EqualTo(new double[] { 2, 2, 1 }));
        Assert.That(new Hashing(3).Apply([["A"], ["B"]]).Shape, Is.EqualTo(new Shape(2, 1)));
        Assert.That(new Hashing(3).Apply("E").Item(), Is.EqualTo(2));
    }

    [Test]
    public void Hashing_Mask_HasABinForItself()
    {
        var y = new Hashing(3, maskValue: 2).Apply(s_numbers).ToInts();
        Assert.That(y[2], Is.Zero);
        Assert.That(y.Where((_, i) => i != 2), Is.All.GreaterThan(0));
        Assert.That(new Hashing(1, maskValue: 2).Apply(s_numbers).ToInts(), Is.All.Zero, "one bin has no place for a mask");
    }

    [Test]
    public void Hashing_Misuse_Throws()
    {
        Refuses<InvalidValueException>(() => new Hashing(0).Apply(s_numbers), "numBins must be positive, got 0");
        Refuses<InvalidValueException>(() => new Hashing(3, outputMode: OutputMode.TfIdf).Apply("a"), "output mode TfIdf is not one of");
        Refuses<ShapeMismatchException>(() => new Hashing(3).Apply([["a"], ["b", "c"]]), "different lengths, 1 and 2");
        Refuses<DTypeMismatchException>(() => _ = new Hashing(3, outputMode: OutputMode.Count) { DType = DType.Int32 }, "must be floating");
    }

    [Test]
    [Covers(typeof(HashedCrossing))]
    public void HashedCrossing_PassesLayerCheck()
    {
        Tensor[] x = [Samples.Integers([4, 1], 0, 9), Samples.Integers([4, 1], 0, 9, seed: 3)];
        LayerCheck.Run(() => new HashedCrossing(5), x, [4, 1]);
        LayerCheck.Run(() => new HashedCrossing(5, OutputMode.OneHot), x, [4, 5]);
    }

    [Test]
    public void HashedCrossing_TensorFlowsValues_Agree()
    {
        string[] letters = ["A", "B", "A", "B", "A"];
        Assert.That(new HashedCrossing(5).Apply(letters, new[] { 101, 101, 101, 102, 102 }).ToInts(), Is.EqualTo(new[] { 1, 4, 1, 1, 3 }));
        Assert.That(new HashedCrossing(5, OutputMode.OneHot).Apply(letters[..2], new[] { 101L, 101 }).ToDoubles(), Is.EqualTo(new double[] { 0, 1, 0, 0, 0, 0, 0, 0, 0, 1 }));
    }

    [Test]
    public void HashedCrossing_Misuse_Throws()
    {
        Refuses<ShapeMismatchException>(() => new HashedCrossing(5).Apply(Tensor.Zeros([2, 3], DType.Int32), Tensor.Zeros([2, 3], DType.Int32)), "of shape [], [n] or [n, 1]");
        Refuses<ShapeMismatchException>(() => new HashedCrossing(5).Apply(new[] { 1 }), "two features or more");
        Refuses<DTypeMismatchException>(() => new HashedCrossing(5).Apply(Tensor.Zeros([2]), Tensor.Zeros([2])), "crosses integers or strings");
        Refuses<InvalidValueException>(() => new HashedCrossing(5, OutputMode.Count).Apply(s_numbers, s_numbers), "output mode Count is not one of Int, OneHot");
    }

    [Test]
    [Covers(typeof(Pipeline))]
    public void Pipeline_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Pipeline([new Rescaling(0.5), new Discretization([0.1, 0.2])]), [2, 3], [2, 3]);
        var learning = new Pipeline([new Rescaling(0.5, 1), new Dense(2)]);
        learning.Apply(Tensor.Zeros([2, 3]));
        Assert.That(learning.TrainableWeights.Select(w => w.Name), Is.EqualTo(new[] { "kernel", "bias" }));
    }

    [Test]
    public void Pipeline_CalledAlone_CountsAsTraining()
    {
        var x = Tensor.Ones([1, 200]);
        var pipeline = new Pipeline([new Rescaling(2), new Dropout(0.5, seed: 1)]);
        Assert.That(pipeline.Apply(x).ToDoubles(), Has.Some.Zero.And.Some.EqualTo(4));
        Assert.That(pipeline.Apply(x, training: false).ToDoubles(), Is.All.EqualTo(2));
        Assert.That(new Sequential([200]).Add(pipeline).Predict(x).ToDoubles(), Is.All.EqualTo(2));
    }
}
