namespace DeepSharp.Tests.Graphs;

/// <summary>Variables inside traced steps.</summary>
public sealed class VariableUpdateTests
{
    private static Variable Of(params float[] values) => new(values);

    [Test]
    public void Swap_InOneStep()
    {
        Variable a = Of(1, 2), b = Of(3, 4);
        var program = Program.Compile(Device.Cpu, [], _ =>
        {
            Tensor x = a.Value, y = b.Value;
            a.Assign(y);
            b.Assign(x);
            return [];
        });
        for (int i = 0; i < 3; i++) program.Run();
        Assert.That(a.Value.ToFloats(), Is.EqualTo(new float[] { 3, 4 }));
        Assert.That(b.Value.ToFloats(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void Crosswise_UpdatesSeeOldValues()
    {
        Variable a = Of(1, 2), b = Of(10, 20);
        var program = Program.Compile(Device.Cpu, [], _ =>
        {
            Tensor x = a.Value, y = b.Value;
            a.Assign(x + y);
            b.Assign(y - x);
            return [];
        });
        program.Run();
        program.Run();
        Assert.That(a.Value.ToFloats(), Is.EqualTo(new float[] { 20, 40 }));
        Assert.That(b.Value.ToFloats(), Is.EqualTo(new float[] { -2, -4 }));
    }

    [Test]
    public void Read_AfterWrite_SeesTheNewValue()
    {
        var v = Of(1, 2);
        var program = Program.Compile(Device.Cpu, [], _ =>
        {
            var old = v.Value;
            v.Assign(old * 10);
            var seen = v.Value + 1;
            v.Assign(v.Value + old);
            return [seen, old * 1, v.Value];
        });
        var results = program.Run();
        Assert.That(results[0].ToFloats(), Is.EqualTo(new float[] { 11, 21 }));
        Assert.That(results[1].ToFloats(), Is.EqualTo(new float[] { 1, 2 }));
        Assert.That(results[2].ToFloats(), Is.EqualTo(new float[] { 11, 22 }));
        Assert.That(v.Value.ToFloats(), Is.EqualTo(new float[] { 11, 22 }));
    }

    [Test]
    public void OldValue_UsedAfterTheUpdate_IsTheOldOne()
    {
        var v = Of(1, 2, 3);
        var program = Program.Compile(Device.Cpu, [new([3], DType.Float32)], x =>
        {
            var old = v.Value;
            var fresh = old + x[0];
            v.Assign(fresh);
            return [fresh.Exp() * 0 + old * 2];
        });
        for (int i = 1; i <= 3; i++)
            Assert.That(program.Run(Tensor.Ones([3]))[0].ToFloats(), Is.EqualTo(new float[] { 2 * i, 2 + 2 * i, 4 + 2 * i }));
    }

    [Test]
    public void Views_OfVariables_ReadOldValues()
    {
        var v = new Variable(new float[,] { { 1, 2 }, { 3, 4 } });
        var program = Program.Compile(Device.Cpu, [], _ =>
        {
            var turned = v.Value.Transpose();
            v.Assign(v.Value + turned);
            return [turned * 1];
        });
        Assert.That(program.Run()[0].ToFloats(), Is.EqualTo(new float[] { 1, 3, 2, 4 }));
        Assert.That(v.Value.ToFloats(), Is.EqualTo(new float[] { 2, 5, 5, 8 }));
        Assert.That(program.Run()[0].ToFloats(), Is.EqualTo(new float[] { 2, 5, 5, 8 }));
        Assert.That(v.Value.ToFloats(), Is.EqualTo(new float[] { 4, 10, 10, 16 }));
    }

    [Test]
    public void Transposed_AssignedToItself()
    {
        var v = new Variable(new float[,] { { 1, 2 }, { 3, 4 } });
        var program = Program.Compile(Device.Cpu, [], _ => { v.Assign(v.Value.Transpose()); return []; });
        program.Run();
        Assert.That(v.Value.ToFloats(), Is.EqualTo(new float[] { 1, 3, 2, 4 }));
        program.Run();
        Assert.That(v.Value.ToFloats(), Is.EqualTo(new float[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void OneValue_ForTwoVariablesAndAnOutput()
    {
        Variable a = Of(1, 2), b = Of(3, 4);
        var program = Program.Compile(Device.Cpu, [], _ =>
        {
            var sum = a.Value + b.Value;
            a.Assign(sum);
            b.Assign(sum);
            return [sum];
        });
        Assert.That(program.Run()[0].ToFloats(), Is.EqualTo(new float[] { 4, 6 }));
        Assert.That(a.Value.ToFloats(), Is.EqualTo(new float[] { 4, 6 }));
        Assert.That(program.Run()[0].ToFloats(), Is.EqualTo(new float[] { 8, 12 }));
        Assert.That(b.Value.ToFloats(), Is.EqualTo(new float[] { 8, 12 }));
    }

    [Test]
    public void Input_AndConstant_Assigned()
    {
        Variable a = Of(1, 2), b = Of(3, 4);
        var program = Program.Compile(Device.Cpu, [new([2], DType.Float32)], x =>
        {
            a.Assign(x[0]);
            b.Assign(Tensor.Full([2], 9));
            return [];
        });
        Tensor given = new float[] { 5, 6 };
        program.Run(given);
        Assert.That(a.Value.ToFloats(), Is.EqualTo(new float[] { 5, 6 }));
        Assert.That(b.Value.ToFloats(), Is.EqualTo(new float[] { 9, 9 }));
        Assert.That(a.Cell.Storage, Is.Not.SameAs(given.Storage));
    }

    [Test]
    public void TwoPrograms_ShareAVariable()
    {
        var v = Of(1);
        var twice = Program.Compile(Device.Cpu, [], _ => { v.Assign(v.Value * 2); return [v.Value]; });
        var plus = Program.Compile(Device.Cpu, [], _ => { v.Assign(v.Value + 1); return []; });
        twice.Run();
        plus.Run();
        Assert.That(twice.Run()[0].Item(), Is.EqualTo(6));
        v.Assign(new float[] { 100 });
        plus.Run();
        Assert.That(v.Value.Item(), Is.EqualTo(101));
    }

    [Test]
    public void Step_TracedAndEager_Agree()
    {
        float[][] Train(bool traced)
        {
            Variable w = new(Samples.Uniform([3, 2]).Cast(DType.Float32)), b = new(Tensor.Zeros([2]));
            Tensor[] Step(Tensor[] x)
            {
                using var tape = new GradientTape();
                var loss = (x[0].MatMul(w.Value) + b.Value).Tanh().Square().Sum();
                var gradients = tape.Gradient(loss, new[] { w, b });
                w.Assign(w.Value - gradients[0] * 0.05);
                b.Assign(b.Value - gradients[1] * 0.05);
                return [loss];
            }
            var input = Samples.Uniform([5, 3], seed: 9).Cast(DType.Float32);
            var function = new TracedFunction(Step);
            for (int i = 0; i < 5; i++) _ = traced ? function.Run(input) : Step([input]);
            return [w.Value.ToFloats(), b.Value.ToFloats()];
        }
        Assert.That(Train(true), Is.EqualTo(Train(false)));
    }
}
