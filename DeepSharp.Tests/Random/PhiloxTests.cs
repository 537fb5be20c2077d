namespace DeepSharp.Tests;

public sealed class PhiloxTests
{
    private static IEnumerable<GoldenCase> Cases => GoldenFile.Load("philox");

    [TestCaseSource(nameof(Cases))]
    public void Block_GoldenCounters_GivesThePublishedWords(GoldenCase golden)
    {
        long[] counters = golden.Array("counter").ToInt64(), expected = golden.Array("block").ToInt64();
        ulong seed = Pair(golden.Array("key").ToInt64(), 0);
        for (int i = 0; i < counters.Length; i += 4)
        {
            var words = Philox.Block(Pair(counters, i), Pair(counters, i + 2), seed, golden.Attribute<int>("rounds"));
            Assert.That(new long[] { words.W0, words.W1, words.W2, words.W3 }, Is.EqualTo(expected[i..(i + 4)]));
        }
    }

    private static ulong Pair(long[] words, int at) => (ulong)words[at] | (ulong)words[at + 1] << 32;
}
