using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Work that goes through a register one element at a time: scalar functions and integer division.</summary>
/// <remarks>A lane struct holds nothing but its elements, so a reference to it is a reference to element 0.</remarks>
internal static class PerLane
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Convert<T>(double value) where T : unmanaged
        => typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value)
        : typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(value)
        : typeof(T) == typeof(int) ? Unsafe.BitCast<int, T>((int)value)
        : typeof(T) == typeof(long) ? Unsafe.BitCast<long, T>((long)value)
        : throw Unsupported<T>(nameof(Convert));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLane Map<TLane, T, TFunction>(TLane x)
        where TLane : struct, ILane<TLane, T> where T : unmanaged where TFunction : struct, IScalarFunction
    {
        if (IsInteger<T>())
            throw Unsupported<T>(typeof(TFunction).Name);
        for (int i = 0; i < TLane.Count; i++)
            Element<TLane, T>(ref x, i) = Convert<T>(TFunction.Invoke(ToDouble(Element<TLane, T>(ref x, i))));
        return x;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLane Map<TLane, T, TFunction>(TLane a, TLane b)
        where TLane : struct, ILane<TLane, T> where T : unmanaged where TFunction : struct, IScalarFunction2
    {
        if (IsInteger<T>())
            throw Unsupported<T>(typeof(TFunction).Name);
        for (int i = 0; i < TLane.Count; i++)
        {
            double x = ToDouble(Element<TLane, T>(ref a, i)), y = ToDouble(Element<TLane, T>(ref b, i));
            Element<TLane, T>(ref a, i) = Convert<T>(TFunction.Invoke(x, y));
        }
        return a;
    }

    /// <summary>Integer quotient towards zero. -1 is taken apart because the hardware faults on MinValue / -1.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLane Divide<TLane, T>(TLane a, TLane b) where TLane : struct, ILane<TLane, T> where T : unmanaged
    {
        for (int i = 0; i < TLane.Count; i++)
        {
            long x = ToLong(Element<TLane, T>(ref a, i)), y = ToLong(Element<TLane, T>(ref b, i));
            Element<TLane, T>(ref a, i) = FromLong<T>(y == -1 ? unchecked(-x) : x / y);
        }
        return a;
    }

    /// <summary>Integer remainder with the sign of the divisor; reals go through <see cref="LaneFloorMod"/>.</summary>
    public static TLane FloorMod<TLane, T>(TLane a, TLane b) where TLane : struct, ILane<TLane, T> where T : unmanaged
    {
        if (!IsInteger<T>())
            return LaneFloorMod.FloorMod(a, b);
        for (int i = 0; i < TLane.Count; i++)
        {
            long y = ToLong(Element<TLane, T>(ref b, i));
            long r = y == -1 ? 0 : ToLong(Element<TLane, T>(ref a, i)) % y;
            Element<TLane, T>(ref a, i) = FromLong<T>(r != 0 && (r < 0) != (y < 0) ? r + y : r);
        }
        return a;
    }

    public static unsafe TLane LoadPart<TLane, T>(T* source, int count) where TLane : struct, ILane<TLane, T> where T : unmanaged
    {
        var lane = TLane.Splat(*source);
        for (int i = 1; i < count; i++)
            Element<TLane, T>(ref lane, i) = source[i];
        return lane;
    }

    public static unsafe void StorePart<TLane, T>(TLane x, T* target, int count) where TLane : struct, ILane<TLane, T> where T : unmanaged
    {
        for (int i = 0; i < count; i++)
            target[i] = Element<TLane, T>(ref x, i);
    }

    public static NotSupportedException Unsupported<T>(string function)
        => new($"{function} is not defined for {typeof(T).Name} lanes: cast to float32 or float64 first.");

    private static bool IsInteger<T>() => typeof(T) == typeof(int) || typeof(T) == typeof(long);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T Element<TLane, T>(ref TLane lane, int index) where TLane : struct
        => ref Unsafe.Add(ref Unsafe.As<TLane, T>(ref lane), index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToDouble<T>(T value) where T : unmanaged
        => typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ToLong<T>(T value) where T : unmanaged
        => typeof(T) == typeof(int) ? Unsafe.BitCast<T, int>(value) : Unsafe.BitCast<T, long>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FromLong<T>(long value) where T : unmanaged
        => typeof(T) == typeof(int) ? Unsafe.BitCast<int, T>(unchecked((int)value)) : Unsafe.BitCast<long, T>(value);
}
