using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The weights of <see cref="AxisTaps"/> in rows: row r begins at input firsts[r]; its weights are those from starts[r] to starts[r + 1].</summary>
internal static unsafe class TapTable
{
    /// <summary>One row for each output.</summary>
    public static void Write<T>(AxisTaps taps, int* firsts, int* starts, T* weights) where T : unmanaged, INumberBase<T>
    {
        using var room = ScratchArena.Rent<double>(taps.Most);
        starts[0] = 0;
        for (int o = 0; o < taps.To; o++)
        {
            (firsts[o], int count) = taps.Write(o, new(room.Pointer, taps.Most));
            for (int i = 0; i < count; i++) weights[starts[o] + i] = T.CreateTruncating(room.Pointer[i]);
            starts[o + 1] = starts[o] + count;
        }
    }

    /// <summary>One row for each input: the outputs that it is part of, which stand side by side because windows only move forward.</summary>
    public static void WriteTransposed<T>(AxisTaps taps, int* firsts, int* starts, T* weights) where T : unmanaged, INumberBase<T>
    {
        using var own = ScratchArena.Rent<int>(taps.To);
        using var ends = ScratchArena.Rent<int>(taps.To + 1);
        using var given = ScratchArena.Rent<T>((long)taps.To * taps.Most);
        Write(taps, own.Pointer, ends.Pointer, given.Pointer);
        starts[0] = 0;
        int low = 0, high = 0;
        for (int i = 0; i < taps.From; i++)
        {
            while (low < taps.To && End(own.Pointer, ends.Pointer, low) <= i) low++;
            while (high < taps.To && own.Pointer[high] <= i) high++;
            firsts[i] = low;
            int at = starts[i];
            for (int o = low; o < high; o++) weights[at++] = given.Pointer[ends.Pointer[o] + i - own.Pointer[o]];
            starts[i + 1] = at;
        }
    }

    private static int End(int* firsts, int* starts, int row) => firsts[row] + starts[row + 1] - starts[row];
}
