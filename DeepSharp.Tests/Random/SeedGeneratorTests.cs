namespace DeepSharp.Tests;

public sealed class SeedGeneratorTests
{
    [Test]
    public void Next_CountsDraws()
    {
        var seeds = new SeedGenerator(5);
        Assert.That(seeds.Next().ToArray<long>(), Is.EqualTo(new long[] { 5, 0 }));
        Assert.That(seeds.Next().ToArray<long>(), Is.EqualTo(new long[] { 5, 1 }));
        Assert.That(seeds.State.Value.ToArray<long>(), Is.EqualTo(new long[] { 5, 2 }));
        Assert.That(seeds.State.Trainable, Is.False);
        seeds.Reset();
        Assert.That(seeds.Next().ToArray<long>(), Is.EqualTo(new long[] { 5, 0 }));
        seeds.Reset(6);
        Assert.That(seeds.Next().ToArray<long>(), Is.EqualTo(new long[] { 6, 0 }));
        Assert.That(seeds.ToString(), Is.EqualTo("SeedGenerator(6)"));
    }

    [Test]
    public void New_WithoutSeed_TakesTheNextGlobalOne()
    {
        Seeds.Set(11);
        int expected = Seeds.Next();
        Seeds.Set(11);
        Assert.That(new SeedGenerator().Seed, Is.EqualTo(expected));
    }

    [Test]
    public void Next_InAProgram_DrawsAsEagerCallsDo()
    {
        SeedGenerator traced = new(9), eager = new(9);
        Tensor[] Step(SeedGenerator seeds, Tensor x) => [x.Dropout(0.5, seeds), Tensor.RandomUniform([3], seed: seeds)];
        var x = Tensor.Ones([64]).Contiguous();
        var program = Program.Compile(Device.Cpu, [x.Spec], t => Step(traced, t[0]));
        Assert.That(traced.State.Value.ToArray<long>(), Is.EqualTo(new long[] { 9, 0 }), "tracing must not draw");
        var masks = new List<double[]>();
        for (int run = 0; run < 3; run++)
        {
            double[][] got = [.. program.Run(x).Select(t => t.ToDoubles())];
            double[][] expected = [.. Step(eager, x).Select(t => t.ToDoubles())];
            Assert.That(got[0], Is.EqualTo(expected[0]));
            Assert.That(got[1], Is.EqualTo(expected[1]));
            masks.Add(got[0]);
        }
        Assert.That(masks, Is.Unique);
        Assert.That(traced.State.Value.ToArray<long>(), Is.EqualTo(new long[] { 9, 6 }));
        Assert.That(eager.State.Value.ToArray<long>(), Is.EqualTo(new long[] { 9, 6 }));
    }

    [Test]
    public void RandomSeed_FixedSeedAndState_RepeatTheDraw()
    {
        var first = Tensor.RandomBits([6], seed: 4).ToArray<int>();
        Assert.That(Tensor.RandomBits([6], seed: 4).ToArray<int>(), Is.EqualTo(first));
        Assert.That(Tensor.RandomBits([6], seed: SeedGenerator.StateOf(4)).ToArray<int>(), Is.EqualTo(first));
        var seeds = new SeedGenerator(4);
        Assert.That(Tensor.RandomBits([6], seed: seeds).ToArray<int>(), Is.EqualTo(first));
        Assert.That(Tensor.RandomBits([6], seed: seeds).ToArray<int>(), Is.Not.EqualTo(first));
        Assert.That(Tensor.RandomBits([6], seed: SeedGenerator.StateOf(4, 1)).ToArray<int>(), Is.Not.EqualTo(first));
    }

    [Test]
    public void RandomSeed_UnknownShape_GivesASymbolAndDrawsNothing()
    {
        var seeds = new SeedGenerator(4);
        var symbol = Tensor.RandomNormal([Dim.Any, 3], seed: seeds);
        Assert.That(symbol.IsSymbolic && symbol.Device == Device.Null);
        Assert.That(symbol.Shape, Is.EqualTo(new Shape(Dim.Any, 3)));
        var dropped = new Tensor(new([2, 3], DType.Float32), Device.Null).Dropout(0.5, seeds);
        Assert.That(dropped.Shape, Is.EqualTo(new Shape(2, 3)));
        Assert.That(seeds.State.Value.ToArray<long>(), Is.EqualTo(new long[] { 4, 0 }));
    }
}
