namespace DeepSharp.Tests.Tensors;

public sealed class VariableTests
{
    private static Variable Three(string name = "v") => new(new float[] { 1, 2, 3 }, name);

    [Test]
    public void Value_ReadBeforeAnUpdate_KeepsItsValue()
    {
        var v = Three();
        var program = Program.Compile(Device.Cpu, [], _ => { v.Assign(v.Value * 2); return []; });
        var before = v.Value;
        program.Run();
        var between = v.Value;
        program.Run();
        program.Run();
        Assert.That(before.ToFloats(), Is.EqualTo(new float[] { 1, 2, 3 }));
        Assert.That(between.ToFloats(), Is.EqualTo(new float[] { 2, 4, 6 }));
        Assert.That(v.Value.ToFloats(), Is.EqualTo(new float[] { 8, 16, 24 }));
    }

    [Test]
    public void View_OfAValue_KeepsItsValueToo()
    {
        var v = new Variable(new float[,] { { 1, 2 }, { 3, 4 } });
        var row = v.Value.Transpose();
        Program.Compile(Device.Cpu, [], _ => { v.Assign(v.Value + 1); return []; }).Run();
        Assert.That(row.ToFloats(), Is.EqualTo(new float[] { 1, 3, 2, 4 }));
        Assert.That(v.Value.ToFloats(), Is.EqualTo(new float[] { 2, 3, 4, 5 }));
    }

    [Test]
    public void FirstValue_BelongsToTheCaller()
    {
        Tensor start = new float[] { 1, 2 };
        Variable a = new(start), b = new(start);
        Program.Compile(Device.Cpu, [], _ => { a.Assign(a.Value * 10); return []; }).Run();
        Assert.That(start.ToFloats(), Is.EqualTo(new float[] { 1, 2 }));
        Assert.That(b.Value.ToFloats(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void Update_NobodyHolds_IsInPlace()
    {
        var v = Three();
        var program = Program.Compile(Device.Cpu, [], _ => { v.Assign(v.Value + 1); return []; });
        program.Run();
        var cell = v.Cell.Storage;
        program.Run();
        Assert.That(v.Cell.Storage, Is.SameAs(cell));
        _ = v.Value;
        program.Run();
        Assert.That(v.Cell.Storage, Is.Not.SameAs(cell));
    }

    [Test]
    public void Stretched_FirstValue_BecomesDense()
    {
        var v = new Variable(Tensor.Zeros([2, 3]));
        Program.Compile(Device.Cpu, [new([2, 3], DType.Float32)], x => { v.Assign(v.Value + x[0]); return []; }).Run(Samples.Uniform([2, 3]).Cast(DType.Float32));
        Assert.That(v.Value.ToFloats(), Is.EqualTo(Samples.Uniform([2, 3]).ToFloats()));
        Assert.That(Tensor.Zeros([2, 3]).ToFloats(), Is.All.Zero);
    }

    [Test]
    public void Assign_Eagerly_ReplacesTheValue()
    {
        var v = Three();
        v.Assign(new float[] { 7, 8, 9 });
        Assert.That(v.Value.ToFloats(), Is.EqualTo(new float[] { 7, 8, 9 }));
        Assert.That((v.Value + v).ToFloats(), Is.EqualTo(new float[] { 14, 16, 18 }));
        Assert.That($"{v}", Is.EqualTo("v: float32 [3]"));
    }

    [Test]
    public void Assign_Unfit_Throws()
    {
        var v = Three("bias");
        Assert.That(() => v.Assign(Tensor.Zeros([4])), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("Variable 'bias' has shape [3] but was assigned a value of shape [4]."));
        Assert.That(() => v.Assign(Tensor.Zeros([3], DType.Float64)), Throws.TypeOf<DTypeMismatchException>().With.Message.Contains("holds float32 but was assigned float64"));
        Assert.That(() => new Variable(new Tensor(new([2], DType.Float32), Device.Null)), Throws.TypeOf<NoValueException>());
    }
}
