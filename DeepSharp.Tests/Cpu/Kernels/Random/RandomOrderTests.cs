using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

public sealed unsafe class RandomOrderTests
{
    private static void Check(ulong[] numbers)
    {
        var order = new int[numbers.Length];
        fixed (ulong* n = numbers)
        fixed (int* o = order) RandomOrder.Of(n, numbers.Length, o);
        Assert.That(order.AsSpan().SequenceEqual([.. Enumerable.Range(0, numbers.Length).OrderBy(i => numbers[i])]), $"{numbers.Length} numbers");
    }

    private static ulong[] Random(int count, Func<ulong, ulong> of)
    {
        var random = new Random(count);
        var numbers = new ulong[count];
        for (int i = 0; i < count; i++) numbers[i] = of((ulong)random.NextInt64(long.MinValue, long.MaxValue));
        return numbers;
    }

    [Test]
    public void Order_RandomNumbers_IsThatOfASort([Values(0, 1, 2, 3, 31, 1023, 1024, 2047, 2048, 5000, 200_000)] int count) => Check(Random(count, x => x));

    [Test]
    public void Order_EqualUpperBits_IsThatOfTheWholeNumbersThenThePlaces([Values(5, 1500, 9000)] int count)
    {
        // Bits that the places push out of the keys, few different numbers, all equal, and all in one bucket.
        Check(Random(count, x => x & 7));
        Check(Random(count, x => x & 7 | x >> 60 << 60));
        Check(Random(count, x => x >> 62 << 62));
        Check(Random(count, _ => ulong.MaxValue));
        Check(Random(count, x => x >> 20));
    }

    [Test]
    public void Order_LastSteps_AreNotLost() => Check([ulong.MaxValue, 0, ulong.MaxValue - 1, 1, ulong.MaxValue, 0]);
}
