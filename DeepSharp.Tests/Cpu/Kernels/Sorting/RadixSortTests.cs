using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

public sealed unsafe class RadixSortTests
{
    [Test]
    public void Sort_KeysInTheOrderOfTheirPlaces_IsThatOfTheWholeKeys([Values(1, 2, 128, 1000, 16_383, 16_384, 70_000)] int count)
    {
        foreach (uint mask in new[] { uint.MaxValue, 0xFFu, 0xFF00u, 0xF000_000Fu, 0u })
        {
            var random = new Random(count);
            ulong[] keys = [.. Enumerable.Range(0, count).Select(i => (ulong)((uint)random.NextInt64() & mask) << 32 | (uint)i)], room = new ulong[count];
            ulong[] expected = [.. keys.Order()];
            fixed (ulong* k = keys, r = room) RadixSort.Run(k, r, count);
            Assert.That(keys.AsSpan().SequenceEqual(expected), $"{mask:X}");
        }
    }

    [Test]
    public void Selection_AnyPlace_SplitsTheKeys([Values(1, 2, 15, 17, 40, 1000, 5000)] int count)
    {
        int[] rising = [.. Enumerable.Range(0, count)], mixed = [.. rising];
        new Random(1).Shuffle(mixed);
        // Rising halves, one from each end in turn: bad for a pivot from the middle.
        int[] organ = [.. rising.Where(i => i % 2 == 0), .. rising.Where(i => i % 2 == 1).Reverse()];
        foreach (int[] keys in new[] { rising, mixed, organ, [.. rising.Reverse()] })
            foreach (int place in new[] { 0, count / 3, count - 1 })
            {
                int[] split = [.. keys];
                Selection.Run<int>(split, place);
                Assert.That(split[place], Is.EqualTo(place));
                Assert.That(split[..place].Order(), Is.EqualTo(rising[..place]));
            }
    }
}
