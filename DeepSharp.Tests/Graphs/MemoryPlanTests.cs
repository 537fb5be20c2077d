namespace DeepSharp.Tests.Graphs;

public sealed class MemoryPlanTests
{
    [Test]
    public void Place_RandomLifetimes_NeverOverlap()
    {
        var random = new Random(3);
        for (int round = 0; round < 20; round++)
        {
            var plan = new MemoryPlan();
            var buffers = new List<MemoryPlan.Buffer>();
            for (int i = 0; i < 60; i++)
            {
                int first = random.Next(100);
                buffers.Add(plan.Add(random.Next(1, 2000), first, first + random.Next(20)));
            }
            plan.Place();
            foreach (var a in buffers)
            {
                Assert.That(a.Offset % 64, Is.Zero);
                Assert.That(a.Offset + a.Bytes, Is.LessThanOrEqualTo(plan.Bytes));
                foreach (var b in buffers)
                {
                    bool together = a != b && a.First <= b.Last && b.First <= a.Last;
                    bool overlap = a.Offset < b.Offset + b.Bytes && b.Offset < a.Offset + a.Bytes;
                    Assert.That(together && overlap, Is.False, $"[{a.First}, {a.Last}] and [{b.First}, {b.Last}] share bytes");
                }
            }
            Assert.That(plan.Bytes, Is.LessThan(plan.BytesWithoutReuse));
        }
    }

    [Test]
    public void Chain_OfElementwiseOps_NeedsOneBuffer()
    {
        var program = Program.Compile(Device.Cpu, [new([1024], DType.Float32)], x =>
        {
            var y = x[0];
            for (int i = 0; i < 10; i++) y = (y + i + 1).Sin();
            return [y];
        });
        Assert.That(program.Bytes, Is.EqualTo(4096));
        Assert.That(program.BytesWithoutReuse, Is.LessThanOrEqualTo(19 * 4096).And.GreaterThanOrEqualTo(4096));
    }

    [Test]
    public void DeepChain_OfProducts_ReusesItsMemory()
    {
        var w = Samples.Uniform([16, 16]).Cast(DType.Float32);
        var program = Program.Compile(Device.Cpu, [new([8, 16], DType.Float32)], x =>
        {
            var y = x[0];
            for (int i = 0; i < 20; i++) y = y.MatMul(w).Tanh();
            return [y];
        });
        Assert.That(program.Bytes, Is.EqualTo(2 * 8 * 16 * 4), "one tensor is read while the next is written");
        Assert.That(program.BytesWithoutReuse, Is.EqualTo(19 * 8 * 16 * 4));
    }

    [Test]
    public void Values_StillNeeded_AreNotOverwritten()
    {
        var x = Samples.Uniform([64]);
        Tensor Function(Tensor t)
        {
            Tensor a = t.Sin(), b = a.Cos(), c = b.Exp(), d = c + a, e = d * b;
            return e + a + c + d.Reshape([8, 8]).Transpose().Reshape([64]);
        }
        var program = Program.Compile(Device.Cpu, [x.Spec], t => [Function(t[0])]);
        Close.Identical("reuse", [Function(x)], program.Run(x));
        Close.Identical("reuse", [Function(x)], program.Run(x));
    }
}
