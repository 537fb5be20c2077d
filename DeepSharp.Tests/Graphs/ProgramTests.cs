namespace DeepSharp.Tests.Graphs;

public sealed class ProgramTests
{
    private static readonly TensorSpec s_three = new([3], DType.Float32);
    private static readonly Tensor X = new float[] { 1, 2, 3 };

    [Test]
    public void Outputs_InputsConstantsViewsAndDoubles_AreCopies()
    {
        var constant = Tensor.From(new float[] { 7, 8, 9 });
        var v = new Variable(new float[] { 4, 5, 6 });
        var program = Program.Compile(Device.Cpu, [s_three], x =>
        {
            var y = x[0] + 1;
            return [x[0], y, y, constant, v.Value, y.Reshape([3, 1])];
        });
        var results = program.Run(X);
        float[][] expected = [[1, 2, 3], [2, 3, 4], [2, 3, 4], [7, 8, 9], [4, 5, 6], [2, 3, 4]];
        Assert.That(results.Select(r => r.ToFloats()), Is.EqualTo(expected));
        Assert.That(results.Select(r => r.Storage).Distinct().Count(), Is.EqualTo(results.Length));
        Assert.That(results.Select(r => r.Storage), Has.None.SameAs(X.Storage).And.None.SameAs(v.Cell.Storage));
        Assert.That(results[5].Shape, Is.EqualTo(new Shape(3, 1)));
    }

    [Test]
    public void Outputs_AreTheSameTensorsEachRun()
    {
        var program = Program.Compile(Device.Cpu, [s_three], x => [x[0] * 2]);
        var first = program.Run(X)[0];
        var second = program.Run(new float[] { 5, 6, 7 })[0];
        Assert.That(second, Is.SameAs(first));
        Assert.That(first.ToFloats(), Is.EqualTo(new float[] { 10, 12, 14 }));
    }

    [Test]
    public void ApplyAll_GivesAnArrayOfTheCallersOwn()
    {
        var program = Program.Compile(Device.Cpu, [s_three], x =>
        {
            var results = new UnaryOp<ExpFn>(default).ApplyAll(x[0]);
            results[0] += x[0].Sum();
            return results;
        });
        Assert.That(program.Run(X)[0].ToDoubles(), Is.EqualTo(new[] { 1, 2, 3 }.Select(v => Math.Exp(v) + 6)).Within(1e-4));
    }

    [Test]
    public void Dead_OpsAreDropped()
    {
        var program = Program.Compile(Device.Cpu, [s_three], x =>
        {
            _ = x[0].Exp().Sum();
            return [x[0] * 2];
        });
        Assert.That(program.Listing.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Equal_OpsRunOnce()
    {
        var program = Program.Compile(Device.Cpu, [s_three], x => [x[0].Exp().Sum() + x[0].Exp().Sum()]);
        Assert.That(program.Listing.Count(step => step.Contains("= sum(")), Is.EqualTo(1));
        Assert.That(program.Run(X)[0].Item(), Is.EqualTo(2 * (Math.Exp(1) + Math.Exp(2) + Math.Exp(3))).Within(1e-4));
    }

    [Test]
    public void Constants_AreFolded()
    {
        var c = Tensor.From(new float[] { 1, 4, 9 });
        var program = Program.Compile(Device.Cpu, [s_three], x => [x[0] + (c.Sqrt() * 2).Sum()]);
        Assert.That(program.Listing.Count(), Is.EqualTo(1));
        Assert.That(program.Run(X)[0].ToFloats(), Is.EqualTo(new float[] { 13, 14, 15 }));
    }

    [Test]
    public void Constant_OnlyProgram_Runs()
    {
        var program = Program.Compile(Device.Cpu, [], _ => [Tensor.Ones([2, 2]) * 3]);
        Assert.That(program.Run()[0].ToFloats(), Is.All.EqualTo(3));
        Assert.That(program.Run()[0].ToFloats(), Is.All.EqualTo(3));
    }

    [Test]
    public void Arguments_StridedOrMoved_AreRead()
    {
        var program = Program.Compile(Device.Cpu, [new([2, 3], DType.Float32)], x => [x[0].Transpose() * 2, x[0].Reshape([6])]);
        var dense = Samples.Uniform([2, 3]).Cast(DType.Float32);
        foreach (var x in new[] { dense, InputVariants.Transposed(dense), InputVariants.Sliced(dense), Tensor.Ones([2, 3]) })
        {
            var results = program.Run(x);
            Assert.That(results[0].ToFloats(), Is.EqualTo((x.Transpose() * 2).ToFloats()));
            Assert.That(results[1].ToFloats(), Is.EqualTo(x.ToFloats()));
        }
    }

    [Test]
    public void Arguments_Unfit_Throw()
    {
        var program = Program.Compile(Device.Cpu, [s_three], x => [x[0] * 2]);
        Assert.That(() => program.Run(), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("The program takes 1 tensors but got 0."));
        Assert.That(() => program.Run(Tensor.Ones([4])), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("Argument 0 of the program must be float32 [3] but is float32 [4]."));
    }

    [Test]
    public void Trace_ReadingAValue_ThrowsWithTheRemedy()
    {
        Assert.That(() => Program.Compile(Device.Cpu, [s_three], x => [x[0] * x[0].Sum().Item()]), Throws.TypeOf<NoValueException>().With.Message.Contains("runEagerly: true"));
        Assert.That((X * 2).ToFloats(), Is.EqualTo(new float[] { 2, 4, 6 }), "a trace that failed leaves nothing behind");
    }

    [Test]
    public void Trace_InsideATrace_Throws() => Assert.That(
        () => Program.Compile(Device.Cpu, [s_three], x => Program.Compile(Device.Cpu, [s_three], y => y).Run(x)),
        Throws.TypeOf<DeepSharpException>().With.Message.Contains("inside another one"));

    [Test]
    public void TracedFunction_KeepsAProgramPerSignature()
    {
        int traced = 0;
        var function = new TracedFunction(x => { traced++; return [x[0] * 2]; }, capacity: 2);
        foreach (int n in new[] { 3, 4, 3, 4, 3 }) Assert.That(function.Run(Tensor.Ones([n]))[0].ToFloats(), Is.All.EqualTo(2));
        Assert.That(traced, Is.EqualTo(2));
        function.Run(Tensor.Ones([5]));
        Assert.That((traced, function.Programs.Count), Is.EqualTo((3, 2)));
        function.Run(Tensor.Ones([4]));
        Assert.That(traced, Is.EqualTo(4));
    }

    [Test]
    public void WarmRun_TakesNoManagedMemory()
    {
        Variable w = new(Samples.Uniform([8, 4]).Cast(DType.Float32)), b = new(Tensor.Zeros([4]));
        var program = Program.Compile(Device.Cpu, [new([16, 8], DType.Float32)], x =>
        {
            using var tape = new GradientTape();
            var loss = (x[0].MatMul(w.Value) + b.Value).Softmax().Square().Mean();
            var gradients = tape.Gradient(loss, new[] { w, b });
            w.Assign(w.Value - gradients[0] * 0.1);
            b.Assign(b.Value - gradients[1] * 0.1);
            return [loss];
        });
        ProgramCheck.NoAllocation("training step", program, [Samples.Uniform([16, 8]).Cast(DType.Float32)]);
    }

    [Test]
    public void WarmRun_OnOtherInputs_TakesNoManagedMemory()
    {
        var program = Program.Compile(Device.Cpu, [new([4, 6], DType.Float32)], x => [x[0].Reshape([2, 2, 6]).Transpose().Sum(0) * 2, x[0].Transpose() + 1]);
        Tensor a = Samples.Uniform([4, 6]).Cast(DType.Float32), b = Samples.Uniform([4, 6], seed: 2).Cast(DType.Float32);
        using var one = new Cpu.PoolThreads(1);
        Tensor[] first = [a], second = [b];
        Allocation.None(() =>
        {
            program.Run(first);
            program.Run(second);
        });
        Assert.That(program.Run(first)[1].ToFloats(), Is.EqualTo((a.Transpose() + 1).ToFloats()));
        Assert.That(program.Run(second)[0].ToFloats(), Is.EqualTo((b.Reshape([2, 2, 6]).Transpose().Sum(0) * 2).ToFloats()));
    }
}
