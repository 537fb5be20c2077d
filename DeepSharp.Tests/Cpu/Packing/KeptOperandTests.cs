using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

/// <summary>Weights that are packed once, and anew when they change.</summary>
public sealed unsafe class KeptOperandTests
{
    private static Tensor F(Shape shape, int seed = 1) => Samples.Uniform(shape, seed: seed).Cast(DType.Float32);

    /// <summary>Products by one variable in every form: the op, the shapes of data and variable, how many forms are kept.</summary>
    private static IEnumerable<TestCaseData> Products()
    {
        static TestCaseData Case(string name, Func<Tensor, Tensor, Tensor> f, Shape x, Shape w, int forms = 1) =>
            new TestCaseData(f, x, w, forms).SetName($"Product_{name}");
        yield return Case("Blocks", (x, w) => x.MatMul(w), [70, 300], [300, 1100]);
        yield return Case("BlocksOfOneBlock", (x, w) => x.MatMul(w), [50, 40], [40, 300]);
        yield return Case("BlocksTransposed", (x, w) => x.MatMul(w.Transpose()), [70, 530], [290, 530]);
        yield return Case("Panels", (x, w) => x.MatMul(w), [96, 70], [70, 37]);
        yield return Case("PanelsOfABatch", (x, w) => x.MatMul(w).Relu(), [3, 50, 70], [70, 48]);
        yield return Case("PartsOfOneVariable", (x, w) => x.MatMul(w[.., ..20]) + x.MatMul(w[.., 20..]), [96, 70], [70, 40], 2);
        yield return Case("FewRows", (x, w) => x.MatMul(w), [2, 70], [70, 300], 0);
        yield return Case("DirectConvolution", (x, w) => x.Conv(w, [1], Padding.Same).Relu(), [2, 9, 9, 5], [3, 3, 5, 7]);
        yield return Case("PatchConvolution", (x, w) => x.Conv(w, [2], Padding.Same), [2, 7, 7, 5], [3, 3, 5, 70]);
        yield return Case("PointwiseConvolution", (x, w) => x.Conv(w), [2, 9, 9, 24], [1, 1, 24, 20]);
        yield return Case("GroupedConvolution", (x, w) => x.Conv(w, groups: 2), [2, 9, 9, 24], [1, 1, 12, 40], 0);
        yield return Case("WinogradConvolution", (x, w) => x.Conv(w, [1], Padding.Same), [2, 16, 16, 64], [3, 3, 64, 64]);
    }

    [TestCaseSource(nameof(Products))]
    public void Product_FollowsTheVariable(Func<Tensor, Tensor, Tensor> product, Shape xShape, Shape wShape, int forms)
    {
        var (x, w) = (F(xShape), new Variable(F(wShape, 2)));
        var program = Program.Compile(Device.Cpu, [x.Spec], t => [product(t[0], w.Value)]);
        var change = Program.Compile(Device.Cpu, [], _ =>
        {
            w.Assign(w.Value * 0.5f + 0.1f);
            return [];
        });
        void Check(string when)
        {
            foreach (int threads in new[] { 1, 3 })
            {
                using var _ = new PoolThreads(threads);
                for (int run = 0; run < 2; run++) Close.Identical($"{when}, run {run}", [product(x, w.Value.Clone())], program.Run(x));
            }
        }
        Check("first");
        change.Run();
        Check("after the first update, which copies");
        Assert.That(Forms(w), Is.EqualTo(forms));
        change.Run();
        change.Run();
        Check("after updates in place");
        w.Assign(F(wShape, 3));
        Check("after an assignment");
        Assert.That(Forms(w), Is.EqualTo(forms), "forms are filled anew, not made again");
        Allocation.None(() => program.Run(x));
    }

    [Test]
    public void ResultOfAProgram_AssignedToAVariable_IsFollowedToo()
    {
        var (x, w) = (F([70, 300]), new Variable(F([300, 300])));
        var maker = Program.Compile(Device.Cpu, [new([300, 300], DType.Float32)], t => [t[0].Sin()]);
        var program = Program.Compile(Device.Cpu, [x.Spec], t => [t[0].MatMul(w.Value)]);
        w.Assign(maker.Run(F([300, 300], 5))[0]);
        Close.Identical("first", [x.MatMul(F([300, 300], 5).Sin())], program.Run(x));
        maker.Run(F([300, 300], 6));
        Close.Identical("the result was overwritten", [x.MatMul(F([300, 300], 6).Sin())], program.Run(x));
    }

    [Test]
    public void Programs_OfOneVariable_ShareTheForm_AndWritersKeepNone()
    {
        var w = new Variable(F([300, 400]));
        foreach (int rows in new[] { 50, 60, 70 })
        {
            var x = F([rows, 300]);
            Close.Identical($"{rows}", [x.MatMul(w.Value.Clone())], Program.Compile(Device.Cpu, [x.Spec], t => [t[0].MatMul(w.Value)]).Run(x));
        }
        Assert.That(Forms(w), Is.EqualTo(1));

        var own = new Variable(F([300, 400]));
        var writer = Program.Compile(Device.Cpu, [new([50, 300], DType.Float32)], t =>
        {
            var y = t[0].MatMul(own.Value);
            own.Assign(own.Value * 2);
            return [y];
        });
        writer.Run(F([50, 300]));
        writer.Run(F([50, 300]));
        Assert.That(Forms(own), Is.Zero);
    }

    [Test]
    public void RecurrentKernels_FollowTheVariable()
    {
        foreach (var model in new[] { new Sequential([6, 5]).LSTM(20), new Sequential([6, 5]).GRU(20) })
        {
            var x = F([9, 6, 5]);
            for (int round = 0; round < 3; round++)
            {
                Close.Same("recurrent", model.Apply(x, training: false), model.PredictOnBatch(x), 1e-6);
                Assert.That(model.Weights.Max(v => Forms(v)), Is.EqualTo(1));
                foreach (var v in model.Weights) v.Assign(v.Value * 0.9f);
            }
        }
    }

    [Test]
    public void LargeForms_AreNotKept()
    {
        var operand = new KeptOperand((CpuStorage)F([4, 4]).Storage!, null, 4, 1);
        Assert.That(operand.Keeps<float>(KeptOperand.MostBytes / 4), Is.True);
        Assert.That(operand.Keeps<float>(KeptOperand.MostBytes / 4 + 1), Is.False);
        Assert.That(default(KeptOperand).Keeps<float>(1), Is.False);
    }

    private static int Forms(Variable v) => ((CpuStorage)v.Cell.Storage!).Forms.Count();
}
