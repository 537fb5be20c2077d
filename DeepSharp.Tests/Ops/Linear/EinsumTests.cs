namespace DeepSharp.Tests;

public sealed class EinsumTests
{
    private static readonly OpCheckOptions s_tolerant = new() { DoubleTolerance = 1e-11 };

    [TestCase("ij,jk->ik", "3 4", "4 2")]
    [TestCase("ij,kj->ik", "3 4", "2 4")]
    [TestCase("ij,jk->ki", "3 4", "4 2")]
    [TestCase("bij,bjk->bik", "2 3 4", "2 4 2")]
    [TestCase("bthd,bshd->bhts", "2 3 2 4", "2 5 2 4")]
    [TestCase("bth,hnd->btnd", "2 3 4", "4 2 3")]
    [TestCase("i,j->ij", "3", "2")]
    [TestCase("i,i->", "4", "4")]
    [TestCase("ij,ij->i", "3 4", "3 4")]
    [TestCase("ij,ij->ij", "3 4", "3 4")]
    [TestCase("ij,k->i", "3 4", "2")]
    [TestCase("ij,j", "3 4", "4")]
    [TestCase("ijk,kjl->li", "2 3 4", "4 3 2")]
    [TestCase("...ij,...jk->...ik", "2 1 3 4", "3 4 2")]
    [TestCase("...i,...i->...", "2 3", "2 3")]
    [TestCase("b...,...->b...", "2 3", "3")]
    [TestCase("iij,j->i", "3 3 2", "2")]
    public void Einsum_TwoOperands_AgreesWithTheSumOfProducts(string equation, string first, string second)
    {
        Tensor a = Samples.Uniform(Read(first)), b = Samples.Uniform(Read(second), seed: 2);
        Close.Same(equation, Naive(equation, a, b), Tensor.Einsum(equation, a, b), 1e-12);
    }

    [TestCase("ij->ji", "3 4")]
    [TestCase("ji", "3 4")]
    [TestCase("ij->", "3 4")]
    [TestCase("ijk->ki", "2 3 4")]
    [TestCase("ii->i", "3 3")]
    [TestCase("ii", "3 3")]
    [TestCase("iji->j", "3 2 3")]
    [TestCase("i...->...i", "2 3 4")]
    [TestCase("...", "2 3")]
    public void Einsum_OneOperand_AgreesWithTheSum(string equation, string shape)
    {
        var x = Samples.Uniform(Read(shape));
        Close.Same(equation, Naive(equation, x), Tensor.Einsum(equation, x), 1e-12);
    }

    [Test]
    [Covers(typeof(EinsumOp))]
    public void Einsum_EveryKindOfEquation_HoldsAllChecks()
    {
        OpCheck.Run(new EinsumOp("bij,bjk->bki"), s_tolerant, Samples.Uniform([2, 3, 4]), Samples.Uniform([2, 4, 2], seed: 2));
        OpCheck.Run(new EinsumOp("...ij,jk"), s_tolerant, Samples.Uniform([2, 3, 4]), Samples.Uniform([4, 2], seed: 2));
        OpCheck.Run(new EinsumOp("bii->b"), Samples.Uniform([2, 3, 3]));
        OpCheck.Run(new EinsumOp("ab,bc,cd->ad"), s_tolerant, Samples.Uniform([2, 3]), Samples.Uniform([3, 4], seed: 2), Samples.Uniform([4, 2], seed: 3));
    }

    [Test]
    public void Einsum_ThreeOperandsAndIntegers_Work()
    {
        var (a, b, c) = (Samples.Integers([2, 3]), Samples.Integers([3, 4], seed: 2), Samples.Integers([4, 3], seed: 3));
        var y = Tensor.Einsum("ij,jk,kj->ij", a, b, c);
        Assert.That(y.DType, Is.EqualTo(DType.Int32));
        Assert.That(y.ToDoubles(), Is.EqualTo(Naive("ij,jk,kj->ij", a, b, c).ToDoubles()));
    }

    [Test]
    public void Einsum_TwoUnknownLengths_AreKept()
    {
        var x = new Tensor(new([Dim.Any, Dim.Any, 4], DType.Float32), Device.Null);
        Assert.That(Tensor.Einsum("bth,hd->btd", x, Tensor.Zeros([4, 6])).Shape, Is.EqualTo(new Shape(Dim.Any, Dim.Any, 6)));
    }

    [TestCase("ij,jk->ik", "3 4", "5 2", "label 'j' have different lengths, 4 and 5")]
    [TestCase("ij->ik", "3 4", null, "label 'k' that no operand has")]
    [TestCase("ij->ii", "3 4", null, "label twice")]
    [TestCase("ijk->i", "3 4", null, "is labelled 'ijk' but has shape [3, 4]")]
    [TestCase("i->i", "3 4", null, "is labelled 'i' but has shape")]
    [TestCase("ij,jk->ik", "3 4", null, "names 2 operands but 1 are given")]
    [TestCase("i1->i", "3 4", null, "not made of letters")]
    [TestCase("i.j->i", "3 4 5", null, "not made of letters")]
    [TestCase("ij->i->j", "3 4", null, "more than one '->'")]
    [TestCase("...j->j", "3 4", null, "but the result has not")]
    [TestCase("...j,...j->...", "3 4", "2 4", "have different lengths")]
    public void Einsum_BadEquation_SaysWhy(string equation, string first, string? second, string why)
    {
        Tensor[] operands = second is null ? [Tensor.Zeros(Read(first))] : [Tensor.Zeros(Read(first)), Tensor.Zeros(Read(second))];
        Assert.That(() => Tensor.Einsum(equation, operands), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains(why));
    }

    private static Shape Read(string shape) => shape.Split(' ').Select(int.Parse).ToArray();

    /// <summary>Loops over all labels. An ellipsis stands for up to two labels, y and z.</summary>
    private static Tensor Naive(string equation, params Tensor[] x)
    {
        string[] terms = equation.Split("->")[0].Split(',');
        int Wide(int i) => x[i].Rank - terms[i].Replace("...", "").Length;
        int widest = terms.Select((t, i) => t.Contains("...") ? Wide(i) : 0).Max();
        string[] labels = [.. terms.Select((t, i) => t.Replace("...", "yz"[(2 - Math.Max(0, Wide(i)))..]))];
        string result = equation.Contains("->")
            ? equation.Split("->")[1].Replace("...", "yz"[(2 - widest)..])
            : "yz"[(2 - widest)..] + string.Concat(string.Concat(terms).Where(char.IsLetter).GroupBy(c => c).Where(g => g.Count() == 1).Select(g => g.Key).Order());
        var lengths = new Dictionary<char, int>();
        for (int i = 0; i < x.Length; i++)
            for (int a = 0; a < labels[i].Length; a++) lengths[labels[i][a]] = Math.Max(lengths.GetValueOrDefault(labels[i][a]), x[i].Shape[a]);
        string all = result + string.Concat(lengths.Keys.Where(l => !result.Contains(l)));
        Shape shape = result.Select(l => lengths[l]).ToArray();
        double[] sum = new double[shape.Count];
        double[][] values = Array.ConvertAll(x, t => t.ToDoubles());
        int count = lengths.Values.Aggregate(1, (p, n) => p * n), inner = count / sum.Length;
        for (int i = 0; i < count; i++)
        {
            var at = new Dictionary<char, int>();
            for (int d = all.Length - 1, rest = i; d >= 0; rest /= lengths[all[d--]]) at[all[d]] = rest % lengths[all[d]];
            double product = 1;
            for (int k = 0; k < x.Length; k++)
            {
                int place = 0;
                for (int a = 0; a < labels[k].Length; a++) place = place * x[k].Shape[a] + (x[k].Shape[a] == 1 ? 0 : at[labels[k][a]]);
                product *= values[k][place];
            }
            sum[i / inner] += product;
        }
        return Tensor.From(sum, shape);
    }
}
