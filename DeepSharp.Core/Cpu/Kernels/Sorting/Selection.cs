using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Finds the k-th of some different keys without sorting them all (C. A. R. Hoare, "Algorithm 65: find", CACM 1961).</summary>
internal static class Selection
{
    private const int Short = 16;

    /// <summary>Puts the key of a place, counted in order, there; what is smaller stands before it.</summary>
    public static void Run<T>(Span<T> keys, int place) where T : unmanaged, IComparable<T>
    {
        int low = 0, high = keys.Length - 1;
        for (int turns = 2 * BitOperations.Log2((uint)keys.Length | 1); low < high; turns--)
        {
            // Unlucky pivots must not make it slow.
            if (turns == 0 || high - low < Short)
            {
                keys[low..(high + 1)].Sort();
                return;
            }
            T a = keys[low], b = keys[(low + high) >>> 1], c = keys[high];
            T pivot = a.CompareTo(b) < 0 ? (b.CompareTo(c) < 0 ? b : a.CompareTo(c) < 0 ? c : a) : a.CompareTo(c) < 0 ? a : b.CompareTo(c) < 0 ? c : b;
            int i = low, j = high;
            while (i <= j)
            {
                while (keys[i].CompareTo(pivot) < 0) i++;
                while (keys[j].CompareTo(pivot) > 0) j--;
                if (i > j) break;
                (keys[i], keys[j]) = (keys[j], keys[i]);
                i++;
                j--;
            }
            if (place <= j) high = j;
            else if (place >= i) low = i;
            else return;
        }
    }
}
