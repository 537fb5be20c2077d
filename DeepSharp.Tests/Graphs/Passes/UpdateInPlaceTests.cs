namespace DeepSharp.Tests.Graphs;

public sealed class UpdateInPlaceTests
{
    [Test]
    public void OptimizerStep_WritesIntoTheVariable()
    {
        var w = new Variable(new float[] { 1, 2, 3 });
        var program = Program.Compile(Device.Cpu, [new([3], DType.Float32)], g =>
        {
            w.Assign(new SgdOp().Apply(w.Value, g[0], Tensor.Scalar(0.5f)));
            return [];
        });
        Tensor gradient = new float[] { 2, 2, 2 };
        program.Run(gradient);
        var cell = w.Cell;
        program.Run(gradient);
        Assert.That(w.Cell, Is.SameAs(cell));
        Assert.That(program.Bytes, Is.Zero, "no intermediate tensor");
        Assert.That(w.Value.ToFloats(), Is.EqualTo(new float[] { -1, 0, 1 }));
    }

    [Test]
    public void Part_OfTheVariable_StretchedInItsOwnUpdate_IsReadFirst()
    {
        // Rows of several blocks of the element-wise loop, so that the first one is read anew for every row.
        Tensor start = Samples.Uniform([8, 4096], low: 1).Cast(DType.Float32);
        var v = new Variable(start);
        var program = Program.Compile(Device.Cpu, [], _ =>
        {
            v.Assign(v.Value + v.Value[0..1]);
            return [];
        });
        var expected = start;
        for (int run = 0; run < 2; run++)
        {
            expected += expected[0..1];
            program.Run();
            Close.Identical("update", [expected], [v.Value]);
        }
    }

    [Test]
    public void Result_GivenBackAsArgument_IsReadBeforeItIsOverwritten()
    {
        var x = Samples.Uniform([64, 64]).Cast(DType.Float32) * 0.05;
        var program = Program.Compile(Device.Cpu, [x.Spec], t => [t[0].MatMul(t[0]) + t[0].Transpose()]);
        Tensor expected = x, got = x;
        for (int run = 0; run < 3; run++)
        {
            expected = expected.MatMul(expected) + expected.Transpose();
            got = program.Run(got)[0];
            Close.Same("loop", expected, got, 1e-5);
        }
    }
}
