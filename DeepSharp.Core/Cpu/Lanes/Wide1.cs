using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;
using static System.Runtime.CompilerServices.Unsafe;

namespace DeepSharp.Cpu;

/// <summary>The scalar width: one <typeparamref name="T"/>. It serves machines without vector hardware and the tails of arrays.</summary>
internal readonly struct Wide1<T>(T value) : ILane<Wide1<T>, T> where T : unmanaged
{
    private readonly T _v = value;

    // The value as each possible type. Only the branch of the true type survives in compiled code.
    private float F => BitCast<T, float>(_v);
    private double D => BitCast<T, double>(_v);
    private int I => BitCast<T, int>(_v);
    private long L => BitCast<T, long>(_v);

    private static Wide1<T> From(float v) => new(BitCast<float, T>(v));
    private static Wide1<T> From(double v) => new(BitCast<double, T>(v));
    private static Wide1<T> From(int v) => new(BitCast<int, T>(v));
    private static Wide1<T> From(long v) => new(BitCast<long, T>(v));

    private static bool Is4 => SizeOf<T>() == 4;
    private static bool IsInt => typeof(T) == typeof(int);
    public static bool IsSingle => typeof(T) == typeof(float);
    public static bool IsDouble => typeof(T) == typeof(double);
    public static int Count => 1;

    [MethodImpl(AggressiveInlining)] public static Wide1<T> Of(double value) => new(PerLane.Convert<T>(value));
    [MethodImpl(AggressiveInlining)] public static Wide1<T> Splat(T value) => new(value);
    [MethodImpl(AggressiveInlining)] public static unsafe Wide1<T> Load(T* source) => new(*source);
    [MethodImpl(AggressiveInlining)] public unsafe void Store(T* target) => *target = _v;
    [MethodImpl(AggressiveInlining)] public static unsafe Wide1<T> LoadMask(byte* source) => Mask(*source != 0);
    [MethodImpl(AggressiveInlining)] public static unsafe void StoreMask(Wide1<T> mask, byte* target) => *target = Any(mask) ? (byte)1 : (byte)0;
    public T First => _v;

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> operator +(Wide1<T> a, Wide1<T> b)
        => IsSingle ? From(a.F + b.F) : IsDouble ? From(a.D + b.D) : IsInt ? From(a.I + b.I) : From(a.L + b.L);

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> operator -(Wide1<T> a, Wide1<T> b)
        => IsSingle ? From(a.F - b.F) : IsDouble ? From(a.D - b.D) : IsInt ? From(a.I - b.I) : From(a.L - b.L);

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> operator *(Wide1<T> a, Wide1<T> b)
        => IsSingle ? From(a.F * b.F) : IsDouble ? From(a.D * b.D) : IsInt ? From(a.I * b.I) : From(a.L * b.L);

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> operator /(Wide1<T> a, Wide1<T> b)
        => IsSingle ? From(a.F / b.F) : IsDouble ? From(a.D / b.D) : PerLane.Divide<Wide1<T>, T>(a, b);

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> operator -(Wide1<T> a) => IsSingle ? From(-a.F) : IsDouble ? From(-a.D) : IsInt ? From(-a.I) : From(-a.L);

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> FusedMultiplyAdd(Wide1<T> a, Wide1<T> b, Wide1<T> c)
        => IsSingle ? From(MathF.FusedMultiplyAdd(a.F, b.F, c.F)) : IsDouble ? From(Math.FusedMultiplyAdd(a.D, b.D, c.D)) : a * b + c;

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> Min(Wide1<T> a, Wide1<T> b)
        => IsSingle ? From(Math.Min(a.F, b.F)) : IsDouble ? From(Math.Min(a.D, b.D)) : IsInt ? From(Math.Min(a.I, b.I))
        : From(Math.Min(a.L, b.L));

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> Max(Wide1<T> a, Wide1<T> b)
        => IsSingle ? From(Math.Max(a.F, b.F)) : IsDouble ? From(Math.Max(a.D, b.D)) : IsInt ? From(Math.Max(a.I, b.I))
        : From(Math.Max(a.L, b.L));

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> Abs(Wide1<T> x)
        => IsSingle ? From(MathF.Abs(x.F)) : IsDouble ? From(Math.Abs(x.D)) : IsInt ? From(x.I < 0 ? -x.I : x.I)
        : From(x.L < 0 ? -x.L : x.L);

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> Sqrt(Wide1<T> x)
        => IsSingle ? From(MathF.Sqrt(x.F)) : IsDouble ? From(Math.Sqrt(x.D)) : throw PerLane.Unsupported<T>(nameof(Sqrt));

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> Floor(Wide1<T> x)
        => IsSingle ? From(MathF.Floor(x.F)) : IsDouble ? From(Math.Floor(x.D)) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> Ceiling(Wide1<T> x)
        => IsSingle ? From(MathF.Ceiling(x.F)) : IsDouble ? From(Math.Ceiling(x.D)) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> Round(Wide1<T> x)
        => IsSingle ? From(MathF.Round(x.F)) : IsDouble ? From(Math.Round(x.D)) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> Truncate(Wide1<T> x)
        => IsSingle ? From(MathF.Truncate(x.F)) : IsDouble ? From(Math.Truncate(x.D)) : x;

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> CopySign(Wide1<T> magnitude, Wide1<T> sign)
        => IsSingle ? From(MathF.CopySign(magnitude.F, sign.F)) : IsDouble ? From(Math.CopySign(magnitude.D, sign.D))
        : Less(sign, Of(0))._v.Equals(default(T)) ? Abs(magnitude) : -Abs(magnitude);

    public static Wide1<T> FloorMod(Wide1<T> a, Wide1<T> b) => PerLane.FloorMod<Wide1<T>, T>(a, b);

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> Less(Wide1<T> a, Wide1<T> b)
        => Mask(IsSingle ? a.F < b.F : IsDouble ? a.D < b.D : IsInt ? a.I < b.I : a.L < b.L);

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> LessOrEqual(Wide1<T> a, Wide1<T> b)
        => Mask(IsSingle ? a.F <= b.F : IsDouble ? a.D <= b.D : IsInt ? a.I <= b.I : a.L <= b.L);

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> Equal(Wide1<T> a, Wide1<T> b)
        => Mask(IsSingle ? a.F == b.F : IsDouble ? a.D == b.D : IsInt ? a.I == b.I : a.L == b.L);

    // Masks and bit tricks work on the integer of the same size.
    [MethodImpl(AggressiveInlining)] private static Wide1<T> Mask(bool set) => Is4 ? From(set ? -1 : 0) : From(set ? -1L : 0L);
    [MethodImpl(AggressiveInlining)] public static Wide1<T> And(Wide1<T> a, Wide1<T> b) => Is4 ? From(a.I & b.I) : From(a.L & b.L);
    [MethodImpl(AggressiveInlining)] public static Wide1<T> Or(Wide1<T> a, Wide1<T> b) => Is4 ? From(a.I | b.I) : From(a.L | b.L);
    [MethodImpl(AggressiveInlining)] public static Wide1<T> Not(Wide1<T> x) => Is4 ? From(~x.I) : From(~x.L);
    [MethodImpl(AggressiveInlining)] public static bool Any(Wide1<T> mask) => Is4 ? mask.I < 0 : mask.L < 0;

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> Select(Wide1<T> mask, Wide1<T> ifTrue, Wide1<T> ifFalse)
        => Any(mask) ? ifTrue : ifFalse;

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> ShiftBitsLeft(Wide1<T> x, int count)
        => Is4 ? From(x.I << count) : From(x.L << count);

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> ShiftBitsRight(Wide1<T> x, int count)
        => Is4 ? From(x.I >>> count) : From(x.L >>> count);

    public static Wide1<T> Map<TFunction>(Wide1<T> x) where TFunction : struct, IScalarFunction
        => PerLane.Map<Wide1<T>, T, TFunction>(x);
    public static Wide1<T> Map<TFunction>(Wide1<T> a, Wide1<T> b) where TFunction : struct, IScalarFunction2
        => PerLane.Map<Wide1<T>, T, TFunction>(a, b);

    public static T SumAcross(Wide1<T> x) => x._v;
    public static T MinAcross(Wide1<T> x) => x._v;
    public static T MaxAcross(Wide1<T> x) => x._v;
}
