using System.Runtime.Intrinsics.X86;
using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

public sealed unsafe class PhiloxWordsTests
{
    // The first crosses from the lower counter word into the upper one.
    private static readonly ulong[] s_blocks = [uint.MaxValue - 2, 0, ulong.MaxValue - 3];
    private const ulong Draw = 0x0123456789ABCDEF, Seed = 0xFEDCBA9876543210;

    [Test]
    public void Fill_AnyFirstBlock_GivesTheWordsOfSingleBlocks()
    {
        foreach (ulong first in s_blocks)
            Check(first, (to, block, blocks) => PhiloxWords.Fill(to, block, blocks, Draw, Seed));
    }

    [Test]
    public void Eight_GivesTheWordsOfSingleBlocks()
    {
        if (!Avx512F.IsSupported) Assert.Ignore("This machine has no AVX-512.");
        foreach (ulong first in s_blocks) Check(first, (to, block, _) => PhiloxWords.Eight(to, block, Draw, Seed));
    }

    [Test]
    public void Four_GivesTheWordsOfSingleBlocks()
    {
        if (!Avx2.IsSupported) Assert.Ignore("This machine has no AVX2.");
        foreach (ulong first in s_blocks)
        {
            Check(first, (to, block, _) =>
            {
                PhiloxWords.Four(to, block, Draw, Seed);
                PhiloxWords.Four(to + 16, unchecked(block + 4), Draw, Seed);
            });
        }
    }

    private delegate void Filler(uint* to, ulong block, int blocks);

    private static void Check(ulong first, Filler fill)
    {
        var expected = new uint[32];
        var got = new uint[32];
        fixed (uint* a = expected, b = got)
        {
            PhiloxWords.One(a, first, 8, Draw, Seed);
            fill(b, first, 8);
        }
        Assert.That(got, Is.EqualTo(expected));
        var last = Philox.Block(unchecked(first + 7), Draw, Seed);
        Assert.That(expected[28..], Is.EqualTo(new[] { last.W0, last.W1, last.W2, last.W3 }));
    }
}
