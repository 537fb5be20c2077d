using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Cpu;

/// <summary>Conversions between numbers of four and eight bytes, and between bytes and floats, several at a time.</summary>
/// <remarks>They saturate and take NaN to 0, as the conversion of one number does. The typeof tests fold: each instantiation keeps one branch.</remarks>
internal static unsafe class VectorCast<TFrom, TTo> where TFrom : unmanaged where TTo : unmanaged
{
    /// <summary>Numbers that <see cref="Convert"/> takes at once; 0 where there is no vector form.</summary>
    public static int Step
        => From<byte>() && To<float>() || From<float>() && To<byte>() ? Vector<byte>.Count
        : From<long>() && To<float>() ? Avx512DQ.IsSupported ? Vector512<long>.Count : 0
        : Wide<TFrom>() && Wide<TTo>() ? Vector<int>.Count : 0;

    /// <summary>Converts <see cref="Step"/> numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Convert(TFrom* from, TTo* to)
    {
        if (From<byte>()) BytesToFloats((byte*)from, (float*)to);
        else if (To<byte>()) FloatsToBytes((float*)from, (byte*)to);
        else if (From<float>()) OfFloats(Load<float>(from), to);
        else if (From<int>()) OfInts(Load<int>(from), to);
        else if (From<double>()) OfDoubles(Load<double>(from), Load<double>((double*)from + Vector<double>.Count), to);
        else OfLongs((long*)from, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OfFloats(Vector<float> x, TTo* to)
    {
        if (To<int>())
        {
            Store(Vector.ConvertToInt32(x), to, 0);
            return;
        }
        Vector.Widen(x, out var lower, out var upper);
        StoreDoubles(lower, upper, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OfInts(Vector<int> x, TTo* to)
    {
        if (To<float>())
        {
            Store(Vector.ConvertToSingle(x), to, 0);
            return;
        }
        Vector.Widen(x, out var lower, out var upper);
        if (To<long>()) StorePair(lower, upper, to);
        else StorePair(Vector.ConvertToDouble(lower), Vector.ConvertToDouble(upper), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OfDoubles(Vector<double> lower, Vector<double> upper, TTo* to)
    {
        if (To<float>()) Store(Vector.Narrow(lower, upper), to, 0);
        else if (To<int>() && Avx.IsSupported && Vector<double>.Count == 4) StorePair(Ints(lower.AsVector256()), Ints(upper.AsVector256()), to);
        else if (To<int>()) Store(Saturated(Vector.ConvertToInt64(lower), Vector.ConvertToInt64(upper)), to, 0);
        else StoreDoubles(lower, upper, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OfLongs(long* from, TTo* to)
    {
        // By way of double a long would be rounded twice.
        if (To<float>())
        {
            Avx512DQ.ConvertToVector256Single(Vector512.Load(from)).Store((float*)to);
            return;
        }
        Vector<long> lower = Load<long>(from), upper = Load<long>(from + Vector<long>.Count);
        if (To<int>()) Store(Saturated(lower, upper), to, 0);
        else StorePair(Vector.ConvertToDouble(lower), Vector.ConvertToDouble(upper), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreDoubles(Vector<double> lower, Vector<double> upper, TTo* to)
    {
        if (To<long>()) StorePair(Vector.ConvertToInt64(lower), Vector.ConvertToInt64(upper), to);
        else StorePair(lower, upper, to);
    }

    /// <summary>The instruction has one answer for all that does not fit, so the range is set before it and NaN made 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Ints(Vector256<double> x)
    {
        var number = Vector256.Equals(x, x) & x;
        return Avx.ConvertToVector128Int32WithTruncation(
            Vector256.MinNative(Vector256.MaxNative(number, Vector256.Create((double)int.MinValue)), Vector256.Create((double)int.MaxValue)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(Vector128<int> lower, Vector128<int> upper, TTo* to)
    {
        lower.Store((int*)to);
        upper.Store((int*)to + Vector128<int>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Saturated(Vector<long> lower, Vector<long> upper)
    {
        Vector<long> least = new(int.MinValue), most = new(int.MaxValue);
        return Vector.Narrow(Vector.Min(Vector.Max(lower, least), most), Vector.Min(Vector.Max(upper, least), most));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BytesToFloats(byte* from, float* to)
    {
        Vector.Widen(Load<byte>(from), out var lower, out var upper);
        Vector.Widen(lower, out var a, out var b);
        Vector.Widen(upper, out var c, out var d);
        int step = Vector<float>.Count;
        Unsafe.WriteUnaligned(to, Vector.ConvertToSingle(Vector.AsVectorInt32(a)));
        Unsafe.WriteUnaligned(to + step, Vector.ConvertToSingle(Vector.AsVectorInt32(b)));
        Unsafe.WriteUnaligned(to + 2 * step, Vector.ConvertToSingle(Vector.AsVectorInt32(c)));
        Unsafe.WriteUnaligned(to + 3 * step, Vector.ConvertToSingle(Vector.AsVectorInt32(d)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FloatsToBytes(float* from, byte* to)
    {
        int step = Vector<float>.Count;
        var lower = Vector.Narrow(Byte(from), Byte(from + step));
        var upper = Vector.Narrow(Byte(from + 2 * step), Byte(from + 3 * step));
        Unsafe.WriteUnaligned(to, Vector.Narrow(lower, upper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Byte(float* from)
        => Vector.AsVectorUInt32(Vector.Min(Vector.Max(Vector.ConvertToInt32(Load<float>(from)), Vector<int>.Zero), new Vector<int>(255)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load<T>(void* from) => Unsafe.ReadUnaligned<Vector<T>>(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector<T> x, TTo* to, int offset) => Unsafe.WriteUnaligned(to + offset, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair<T>(Vector<T> lower, Vector<T> upper, TTo* to)
    {
        Store(lower, to, 0);
        Store(upper, to, Vector<T>.Count);
    }

    private static bool From<T>() => typeof(TFrom) == typeof(T);
    private static bool To<T>() => typeof(TTo) == typeof(T);
    private static bool Wide<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(int) || typeof(T) == typeof(long);
}
