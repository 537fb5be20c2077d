using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace DeepSharp.Cpu;

/// <summary>Masks as the bytes of a bool tensor: 0 and 1 when written, anything but 0 counts as set when read.</summary>
internal static unsafe class MaskBytes
{
    /// <summary>Writes one byte a lane.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Store<T>(Vector512<T> mask, byte* target) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == 8)
        {
            Store(Vector256.Narrow(mask.GetLower().AsInt64(), mask.GetUpper().AsInt64()), target);
            return;
        }
        var shorts = Vector256.Narrow(mask.GetLower().AsInt32(), mask.GetUpper().AsInt32());
        Ones(shorts.GetLower(), shorts.GetUpper()).Store(target);
    }

    /// <inheritdoc cref="Store{T}(Vector512{T}, byte*)"/>
    [MethodImpl(AggressiveInlining)]
    public static void Store<T>(Vector256<T> mask, byte* target) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == 8)
        {
            Store(Vector128.Narrow(mask.GetLower().AsInt64(), mask.GetUpper().AsInt64()), target);
            return;
        }
        var shorts = Vector128.Narrow(mask.GetLower().AsInt32(), mask.GetUpper().AsInt32());
        Unsafe.WriteUnaligned(target, Ones(shorts, shorts).AsUInt64().ToScalar());
    }

    /// <inheritdoc cref="Store{T}(Vector512{T}, byte*)"/>
    [MethodImpl(AggressiveInlining)]
    public static void Store<T>(Vector128<T> mask, byte* target) where T : unmanaged
    {
        var ints = Unsafe.SizeOf<T>() == 8 ? Vector128.Narrow(mask.AsInt64(), mask.AsInt64()) : mask.AsInt32();
        var shorts = Vector128.Narrow(ints, ints);
        var bytes = Ones(shorts, shorts);
        if (Unsafe.SizeOf<T>() == 8) Unsafe.WriteUnaligned(target, bytes.AsUInt16().ToScalar());
        else Unsafe.WriteUnaligned(target, bytes.AsUInt32().ToScalar());
    }

    /// <summary>Reads one byte a lane.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector512<T> Load512<T>(byte* source) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == 8)
        {
            var ints = Vector256.WidenLower(Shorts(Unsafe.ReadUnaligned<ulong>(source)).ToVector256Unsafe());
            return Set(Vector512.WidenLower(ints.ToVector512Unsafe())).As<ulong, T>();
        }
        var shorts = Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe());
        return Set(Vector512.WidenLower(shorts.ToVector512Unsafe())).As<uint, T>();

        static Vector512<U> Set<U>(Vector512<U> x) => ~Vector512.Equals(x, Vector512<U>.Zero);
    }

    /// <inheritdoc cref="Load512{T}(byte*)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<T> Load256<T>(byte* source) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == 8)
        {
            var ints = Vector128.WidenLower(Shorts(Unsafe.ReadUnaligned<uint>(source)));
            return Set(Vector256.WidenLower(ints.ToVector256Unsafe())).As<ulong, T>();
        }
        var shorts = Shorts(Unsafe.ReadUnaligned<ulong>(source));
        return Set(Vector256.WidenLower(shorts.ToVector256Unsafe())).As<uint, T>();

        static Vector256<U> Set<U>(Vector256<U> x) => ~Vector256.Equals(x, Vector256<U>.Zero);
    }

    /// <inheritdoc cref="Load512{T}(byte*)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector128<T> Load128<T>(byte* source) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == 8)
            return Set(Vector128.WidenLower(Vector128.WidenLower(Shorts(Unsafe.ReadUnaligned<ushort>(source))))).As<ulong, T>();
        return Set(Vector128.WidenLower(Shorts(Unsafe.ReadUnaligned<uint>(source)))).As<uint, T>();

        static Vector128<U> Set<U>(Vector128<U> x) => ~Vector128.Equals(x, Vector128<U>.Zero);
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector128<byte> Ones(Vector128<short> lower, Vector128<short> upper) => Vector128.Narrow(lower, upper).AsByte() & Vector128<byte>.One;

    [MethodImpl(AggressiveInlining)]
    private static Vector128<ushort> Shorts(ulong bytes) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte());
}
