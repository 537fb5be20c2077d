namespace DeepSharp.Tests;

[NonParallelizable]
public sealed class SeedsTests
{
    [Test]
    public void Set_SameSeed_RepeatsDefaultSeedsAndDraws()
    {
        Seeds.Set(7);
        int[] seeds = [Seeds.Next(), Seeds.Next(), Seeds.Next()];
        double[] draw = Tensor.RandomNormal([5]).ToDoubles(), another = Tensor.RandomNormal([5]).ToDoubles();
        Seeds.Set(7);
        Assert.That(new[] { Seeds.Next(), Seeds.Next(), Seeds.Next() }, Is.EqualTo(seeds));
        Assert.That(Tensor.RandomNormal([5]).ToDoubles(), Is.EqualTo(draw));
        Assert.That(Tensor.RandomNormal([5]).ToDoubles(), Is.EqualTo(another).And.Not.EqualTo(draw));
        Assert.That(seeds, Is.Unique.And.All.GreaterThanOrEqualTo(0));
    }

    [Test]
    public void Set_OtherSeed_GivesOtherSeeds()
    {
        Seeds.Set(7);
        int seven = Seeds.Next();
        Seeds.Set(8);
        Assert.That(Seeds.Next(), Is.Not.EqualTo(seven));
    }

    [Test]
    public void Next_IsTheDocumentedWord()
    {
        Seeds.Set(3);
        Seeds.Next();
        Assert.That(Seeds.Next(), Is.EqualTo((int)(Philox.Block(1, ulong.MaxValue, 3).W0 >> 1)));
    }
}
