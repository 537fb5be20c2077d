namespace DeepSharp.Tests;

public sealed class EditDistanceTests
{
    [Test]
    [Covers(typeof(EditDistanceOp))]
    public void EditDistance_AnyLengths_HoldsEveryCheck()
    {
        Tensor a = Samples.Integers([5, 6], 0, 3), b = Samples.Integers([5, 4], 0, 3, seed: 2);
        var options = new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement };
        OpCheck.Run(new EditDistanceOp(), options, a, b, Tensor.From([6, 3, 0, 5, 1]), Tensor.From([4, 4, 2, 0, 1]));
        OpCheck.Run(new EditDistanceOp(), options, a.Cast(DType.Int64), b, Tensor.From([6L, 6, 6, 6, 6]), Tensor.From([4, 4, 4, 4, 4]));
    }

    [TestCase("kitten", "sitting", 3), TestCase("", "abc", 3), TestCase("abc", "", 3), TestCase("", "", 0), TestCase("flaw", "lawn", 2)]
    [TestCase("intention", "execution", 5), TestCase("same", "same", 0)]
    public void EditDistance_Words_AreAsKnown(string a, string b, int expected)
    {
        static Tensor Of(string s) => Tensor.From([.. s.PadRight(12).Select(c => (int)c)], [1, 12]);
        Assert.That(Of(a).EditDistance(Of(b), Tensor.From([a.Length]), Tensor.From([b.Length])).Item(), Is.EqualTo(expected));
        Assert.That(Of(b).EditDistance(Of(a), Tensor.From([b.Length]), Tensor.From([a.Length])).Item(), Is.EqualTo(expected));
    }

    [Test]
    public void EditDistance_ManySamples_DoesNotDependOnThreads() =>
        OpCheck.Threads(x => x[0].EditDistance(x[1], Tensor.Full([50], 20, DType.Int32), Tensor.Full([50], 15, DType.Int32)),
            Samples.Integers([50, 20], 0, 4), Samples.Integers([50, 15], 0, 4, seed: 2));

    [Test]
    public void EditDistance_BadInput_SaysWhat()
    {
        Tensor a = Tensor.Zeros([2, 3], DType.Int32), lengths = Tensor.From([1, 4]);
        Assert.That(() => a.EditDistance(a, lengths, lengths), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "[edit_distance] the lengths 4 and 4 of sample 1 are not inside the sequences, 0 to 3 and 0 to 3."));
        Assert.That(() => a.EditDistance(lengths, lengths, lengths), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[edit_distance] expects sequences [batch, n] and [batch, m] and their lengths [batch] but got [2, 3], [2], [2] and [2]."));
        Assert.That(() => a.Cast(DType.Float32).EditDistance(a, lengths, lengths), Throws.TypeOf<DTypeMismatchException>());
    }
}
