namespace DeepSharp.Cpu;

/// <summary>A lane with its element type: what a kernel loop needs beyond the arithmetic of <see cref="ILane{TSelf}"/>.</summary>
/// <typeparam name="TSelf">The implementing register type.</typeparam>
/// <typeparam name="T">The element type: float, double, int or long.</typeparam>
public interface ILane<TSelf, T> : ILane<TSelf> where TSelf : struct, ILane<TSelf, T> where T : unmanaged
{
    /// <summary>Elements per register; a constant to the JIT.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes set to <paramref name="value"/>.</summary>
    static abstract TSelf Splat(T value);

    /// <summary>Reads <see cref="Count"/> elements; no alignment needed.</summary>
    static abstract unsafe TSelf Load(T* source);

    /// <summary>Writes <see cref="Count"/> elements; no alignment needed.</summary>
    unsafe void Store(T* target);

    /// <summary>Reads <see cref="Count"/> bytes of a bool tensor as a mask: set where a byte is not 0.</summary>
    static abstract unsafe TSelf LoadMask(byte* source);

    /// <summary>Writes a mask as <see cref="Count"/> bytes of a bool tensor: 1 where it is set, else 0.</summary>
    static abstract unsafe void StoreMask(TSelf mask, byte* target);

    /// <summary>
    /// Reads the last <paramref name="count"/> elements of an array, 1 to <see cref="Count"/>. The lanes left over repeat the first
    /// element read, so that they raise nothing (division by zero) that the array itself would not.
    /// </summary>
    static virtual unsafe TSelf LoadPart(T* source, int count) => PerLane.LoadPart<TSelf, T>(source, count);

    /// <summary>Writes the first <paramref name="count"/> lanes, 1 to <see cref="Count"/>, and nothing beyond.</summary>
    static virtual unsafe void StorePart(TSelf x, T* target, int count) => PerLane.StorePart(x, target, count);

    /// <summary>The element in lane 0.</summary>
    T First { get; }

    /// <summary>The sum of all lanes, always added as a tree: upper half to lower half until one is left.</summary>
    static abstract T SumAcross(TSelf x);

    /// <summary>The smallest lane; NaN when any lane is NaN.</summary>
    static abstract T MinAcross(TSelf x);

    /// <summary>The largest lane; NaN when any lane is NaN.</summary>
    static abstract T MaxAcross(TSelf x);
}
