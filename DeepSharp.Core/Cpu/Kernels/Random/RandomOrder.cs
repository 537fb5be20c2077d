using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The places of random 64-bit numbers in the numbers' order; equal numbers keep theirs.</summary>
/// <remarks>
/// A key is a number's upper bits with its place below them, so that one word is sorted. The keys are dealt into buckets by their uppermost
/// bits, a few to each because the bits are random, and each bucket is sorted on its own. Numbers that are not random take longer.
/// </remarks>
internal static unsafe class RandomOrder
{
    private const int Grain = 1024, MaxBucketBits = 16, FewKeys = 24;

    /// <summary>Writes the places.</summary>
    public static void Of(ulong* numbers, int n, int* order)
    {
        if (n == 0) return;
        int placeBits = BitOperations.Log2((uint)n) + 1, bits = Math.Clamp(placeBits - 3, 1, MaxBucketBits), buckets = 1 << bits;
        using var keys = ScratchArena.Rent<ulong>(n);
        using var ends = ScratchArena.Rent<int>(buckets);
        Deal(numbers, n, 64 - bits, placeBits, ends.Pointer, buckets, keys.Pointer);
        var body = new Body { Numbers = numbers, Keys = keys.Pointer, Ends = ends.Pointer, Order = order, PlaceBits = placeBits };
        CpuPool.For(buckets, Math.Max(1, Grain / (1 + n / buckets)), ref body);
    }

    private static void Deal(ulong* numbers, int n, int shift, int placeBits, int* ends, int buckets, ulong* keys)
    {
        new Span<int>(ends, buckets).Clear();
        for (int i = 0; i < n; i++) ends[numbers[i] >> shift]++;
        int total = 0;
        for (int b = 0; b < buckets; b++) (ends[b], total) = (total, total + ends[b]);
        for (int i = 0; i < n; i++) keys[ends[numbers[i] >> shift]++] = numbers[i] >> placeBits << placeBits | (uint)i;
    }

    private struct Body : IParallelBody
    {
        public ulong* Numbers, Keys;
        public int* Ends, Order;
        public int PlaceBits;

        public readonly void Run(int start, int end)
        {
            ulong place = (1ul << PlaceBits) - 1;
            for (int bucket = start; bucket < end; bucket++)
            {
                int first = bucket == 0 ? 0 : Ends[bucket - 1], count = Ends[bucket] - first;
                ulong* keys = Keys + first;
                int* order = Order + first;
                if (count <= FewKeys) Insert(keys, count);
                else new Span<ulong>(keys, count).Sort();
                for (int i = 0; i < count; i++) order[i] = (int)(keys[i] & place);
                for (int i = 1; i < count; i++)
                    if ((keys[i] ^ keys[i - 1]) <= place) i = Untie(keys, i - 1, count, place, order);
            }
        }

        private static void Insert(ulong* keys, int count)
        {
            for (int i = 1; i < count; i++)
            {
                ulong key = keys[i];
                int at = i;
                for (; at > 0 && keys[at - 1] > key; at--) keys[at] = keys[at - 1];
                keys[at] = key;
            }
        }

        /// <summary>Orders a run of keys with equal upper bits by the whole numbers; gives where it ends.</summary>
        private readonly int Untie(ulong* keys, int from, int count, ulong place, int* order)
        {
            int to = from + 1;
            while (to < count && (keys[to] ^ keys[from]) <= place) to++;
            for (int i = from + 1; i < to; i++)
            {
                int moved = order[i], at = i;
                for (; at > from && Numbers[order[at - 1]] > Numbers[moved]; at--) order[at] = order[at - 1];
                order[at] = moved;
            }
            return to;
        }
    }
}
