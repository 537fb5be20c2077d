using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

public unsafe class ScratchArenaTests
{
    [Test]
    public void Rent_Nested_GivesAlignedSeparateMemory()
    {
        for (int round = 0; round < 3; round++)
        {
            using var a = ScratchArena.Rent<float>(100);
            using var b = ScratchArena.Rent<double>(100_000 << round);
            using var c = ScratchArena.Rent<byte>(1);
            new Span<float>(a.Pointer, 100).Fill(1);
            new Span<double>(b.Pointer, 100_000 << round).Fill(2);
            *c.Pointer = 3;
            Assert.That((nuint)a.Pointer % 64 + (nuint)b.Pointer % 64 + (nuint)c.Pointer % 64, Is.EqualTo((nuint)0));
            Assert.That(new Span<float>(a.Pointer, 100).ToArray(), Is.All.EqualTo(1f));
            Assert.That(new Span<double>(b.Pointer, 100_000 << round).ContainsAnyExcept(2.0), Is.False);
            Assert.That(*c.Pointer, Is.EqualTo(3));
        }
    }

    [Test]
    public void Rent_AfterWarmUp_ReturnsTheSameMemoryWithoutAllocating()
    {
        nuint first = Touch();
        first = Touch();
        long before = GC.GetAllocatedBytesForCurrentThread();
        nuint again = Touch();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(again, Is.EqualTo(first));

        static nuint Touch()
        {
            using var a = ScratchArena.Rent<float>(1000);
            using var b = ScratchArena.Rent<float>(5000);
            return (nuint)b.Pointer;
        }
    }

    [Test]
    public void Rent_NegativeCount_Throws() => Assert.That(() => { using var s = ScratchArena.Rent<float>(-1); },
        Throws.TypeOf<ArgumentOutOfRangeException>());
}
