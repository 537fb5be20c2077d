namespace DeepSharp.Cpu;

/// <summary>
/// Packs a number and its place into one unsigned integer whose order is that of the numbers, then of the places:
/// sorting the packed integers with any algorithm is a stable sort of the numbers.
/// </summary>
internal interface IOrderKey<T, TKey>
{
    /// <summary>NaN packs above everything in both directions; -0 equals +0.</summary>
    static abstract TKey Pack(T value, int place, bool descending);

    /// <summary>The place.</summary>
    static abstract int Place(TKey key);
}

/// <summary>Keys of 32-bit numbers: the number's bits in order above, the place below.</summary>
internal readonly struct Key32 : IOrderKey<float, ulong>, IOrderKey<int, ulong>
{
    public static ulong Pack(float value, int place, bool descending)
    {
        if (float.IsNaN(value)) return Join(uint.MaxValue, place);
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);   // -0 + 0 is +0
        uint key = (int)bits < 0 ? ~bits : bits | 0x8000_0000;     // negative floats order backwards by their bits
        return Join(descending ? ~key : key, place);
    }

    public static ulong Pack(int value, int place, bool descending)
    {
        uint key = (uint)value ^ 0x8000_0000;
        return Join(descending ? ~key : key, place);
    }

    public static int Place(ulong key) => (int)(uint)key;

    private static ulong Join(uint key, int place) => (ulong)key << 32 | (uint)place;
}

/// <summary>Keys of 64-bit numbers.</summary>
internal readonly struct Key64 : IOrderKey<double, UInt128>, IOrderKey<long, UInt128>
{
    public static UInt128 Pack(double value, int place, bool descending)
    {
        if (double.IsNaN(value)) return new(ulong.MaxValue, (uint)place);
        ulong bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        ulong key = (long)bits < 0 ? ~bits : bits | 0x8000_0000_0000_0000;
        return new(descending ? ~key : key, (uint)place);
    }

    public static UInt128 Pack(long value, int place, bool descending)
    {
        ulong key = (ulong)value ^ 0x8000_0000_0000_0000;
        return new(descending ? ~key : key, (uint)place);
    }

    public static int Place(UInt128 key) => (int)(uint)key;
}
