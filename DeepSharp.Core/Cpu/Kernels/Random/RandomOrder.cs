using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The places of random 64-bit numbers in the numbers' order; equal numbers keep theirs.</summary>
/// <remarks>
/// A key is a number's upper bits with its place below them, so that one word is sorted. The keys are dealt into buckets by their uppermost
/// bits, each small enough for the first cache, and there into cells by the next bits, about one to each because the bits are random; what is
/// still out of order then moves a step or two. Numbers that are not random take longer.
/// </remarks>
internal static unsafe class RandomOrder
{
    private const int BucketKeys = 1024, MaxBucketBits = 12, MaxCellBits = 16, FewKeys = 32;

    /// <summary>Writes the places.</summary>
    public static void Of(ulong* numbers, int n, int* order)
    {
        if (n == 0) return;
        int bits = Math.Clamp(BitOperations.Log2((uint)n / BucketKeys | 1), 0, MaxBucketBits), buckets = 1 << bits;
        using var keys = ScratchArena.Rent<ulong>(n);
        using var ends = ScratchArena.Rent<int>(buckets);
        int placeBits = BitOperations.Log2((uint)n) + 1;
        ulong place = (1ul << placeBits) - 1;
        for (int i = 0; i < n; i++) keys.Pointer[i] = numbers[i] & ~place | (uint)i;
        using var dealt = ScratchArena.Rent<ulong>(n);
        Deal(keys.Pointer, n, 64 - bits, buckets, ends.Pointer, dealt.Pointer);
        var body = new Body { Numbers = numbers, Keys = dealt.Pointer, Sorted = keys.Pointer, Ends = ends.Pointer, Order = order, Bits = bits, Place = place };
        CpuPool.For(buckets, 1, ref body);
    }

    /// <summary>Puts keys together that agree in some bits and all above; gives the most that do.</summary>
    private static int Deal(ulong* from, int count, int shift, int cells, int* ends, ulong* to)
    {
        new Span<int>(ends, cells).Clear();
        // Two shifts, because one by 64 would be none.
        for (int i = 0; i < count; i++) ends[(int)(from[i] >> 1 >> (shift - 1)) & (cells - 1)]++;
        int total = 0, most = 0;
        for (int c = 0; c < cells; c++)
        {
            most = Math.Max(most, ends[c]);
            (ends[c], total) = (total, total + ends[c]);
        }
        for (int i = 0; i < count; i++) to[ends[(int)(from[i] >> 1 >> (shift - 1)) & (cells - 1)]++] = from[i];
        return most;
    }

    private struct Body : IParallelBody
    {
        public ulong* Numbers, Keys, Sorted;
        public int* Ends, Order;
        public int Bits;
        public ulong Place;

        public readonly void Run(int start, int end)
        {
            using var cells = ScratchArena.Rent<int>(1 << MaxCellBits);
            for (int bucket = start; bucket < end; bucket++)
            {
                int first = bucket == 0 ? 0 : Ends[bucket - 1], count = Ends[bucket] - first;
                if (count > 0) Bucket(first, count, cells.Pointer);
            }
        }

        private readonly void Bucket(int first, int count, int* cells)
        {
            ulong* keys = Sorted + first;
            int* order = Order + first;
            int bits = Math.Min(BitOperations.Log2((uint)count) + 1, MaxCellBits);
            if (Deal(Keys + first, count, 64 - Bits - bits, 1 << bits, cells, keys) <= FewKeys) Insert(keys, count);
            else new Span<ulong>(keys, count).Sort();
            for (int i = 0; i < count; i++) order[i] = (int)(keys[i] & Place);
            for (int i = 1; i < count; i++)
                if ((keys[i] ^ keys[i - 1]) <= Place) i = Untie(keys, i - 1, count, order);
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
        private readonly int Untie(ulong* keys, int from, int count, int* order)
        {
            int to = from + 1;
            while (to < count && (keys[to] ^ keys[from]) <= Place) to++;
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
