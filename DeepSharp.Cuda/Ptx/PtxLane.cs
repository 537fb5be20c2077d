using System.Globalization;
using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>
/// A lane that computes nothing but writes down, as PTX, what is done with it: run once over it, any function of the CPU backend becomes a GPU kernel with the same arithmetic,
/// rounded alike.
/// </summary>
/// <remarks>A mask is a predicate register; where a function treats it as a number it becomes all bits set or clear.</remarks>
internal readonly struct PtxLane<T>(PtxRegister register) : ILane<PtxLane<T>> where T : unmanaged
{
    private static PtxCode Code => PtxCode.Current;

    private static bool IsFloat => typeof(T) == typeof(float) || typeof(T) == typeof(double);
    private static bool Is4 => Unsafe.SizeOf<T>() == 4;
    private static string Bits => Is4 ? "b32" : "b64";
    private static string Type => typeof(T) == typeof(float) ? "f32" : typeof(T) == typeof(double) ? "f64" : Is4 ? "s32" : "s64";
    private static string Rounded => IsFloat ? $"rn.{Type}" : Type;
    private static PtxKind Kind => typeof(T) == typeof(float) ? PtxKind.Float32 : typeof(T) == typeof(double) ? PtxKind.Float64 : BitsKind;
    private static PtxKind BitsKind => Is4 ? PtxKind.Bits32 : PtxKind.Bits64;

    public static bool IsSingle => typeof(T) == typeof(float);
    public static bool IsDouble => typeof(T) == typeof(double);

    /// <summary>The register that holds the value, or the mask.</summary>
    public PtxRegister Register => register;

    /// <summary>The register that holds it as a number, also where it is a mask.</summary>
    public PtxRegister Value => Number(this);

    private bool IsMask => register.Kind == PtxKind.Predicate;

    public static PtxLane<T> Of(double value) => Emit($"mov.{(IsFloat ? Type : Bits)}", Literal(value));

    public static PtxLane<T> operator +(PtxLane<T> a, PtxLane<T> b) => Emit($"add.{Rounded}", a, b);
    public static PtxLane<T> operator -(PtxLane<T> a, PtxLane<T> b) => Emit($"sub.{Rounded}", a, b);
    public static PtxLane<T> operator *(PtxLane<T> a, PtxLane<T> b) => Emit(IsFloat ? $"mul.{Rounded}" : $"mul.lo.{Type}", a, b);
    public static PtxLane<T> operator -(PtxLane<T> a) => Emit($"neg.{Type}", a);

    public static PtxLane<T> operator /(PtxLane<T> a, PtxLane<T> b)
    {
        if (IsFloat) return Emit($"div.{Rounded}", a, b);
        NoteZero(b);
        return Select(Equal(b, Of(-1)), -a, Emit($"div.{Type}", a, b));
    }

    public static PtxLane<T> FusedMultiplyAdd(PtxLane<T> a, PtxLane<T> b, PtxLane<T> c) => IsFloat ? Emit($"fma.{Rounded}", a, b, c) : a * b + c;

    public static PtxLane<T> Min(PtxLane<T> a, PtxLane<T> b) => NaNOr($"min.{Type}", a, b);
    public static PtxLane<T> Max(PtxLane<T> a, PtxLane<T> b) => NaNOr($"max.{Type}", a, b);

    public static PtxLane<T> Abs(PtxLane<T> x) => Emit($"abs.{Type}", x);
    public static PtxLane<T> Sqrt(PtxLane<T> x) => IsFloat ? Emit($"sqrt.{Rounded}", x) : throw PerLane.Unsupported<T>(nameof(Sqrt));

    public static PtxLane<T> Floor(PtxLane<T> x) => Whole("rmi", x);
    public static PtxLane<T> Ceiling(PtxLane<T> x) => Whole("rpi", x);
    public static PtxLane<T> Round(PtxLane<T> x) => Whole("rni", x);
    public static PtxLane<T> Truncate(PtxLane<T> x) => Whole("rzi", x);

    // The instruction takes the sign first.
    public static PtxLane<T> CopySign(PtxLane<T> magnitude, PtxLane<T> sign) =>
        IsFloat ? Emit($"copysign.{Type}", sign, magnitude) : Select(Less(sign, Of(0)), -Abs(magnitude), Abs(magnitude));

    public static PtxLane<T> FloorMod(PtxLane<T> a, PtxLane<T> b)
    {
        if (IsFloat) return Map<ScalarFunction.FloorMod>(a, b);
        NoteZero(b);
        var r = Select(Equal(b, Of(-1)), Of(0), Emit($"rem.{Type}", a, b));
        var differ = Less(Xor(r, b), Of(0));
        return Select(And(Not(Equal(r, Of(0))), differ), r + b, r);
    }

    public static PtxLane<T> Less(PtxLane<T> a, PtxLane<T> b) => Test("lt", a, b);
    public static PtxLane<T> LessOrEqual(PtxLane<T> a, PtxLane<T> b) => Test("le", a, b);
    public static PtxLane<T> Equal(PtxLane<T> a, PtxLane<T> b) => Test("eq", a, b);
    static PtxLane<T> ILane<PtxLane<T>>.NotEqual(PtxLane<T> a, PtxLane<T> b) => Test(IsFloat ? "neu" : "ne", a, b);
    static PtxLane<T> ILane<PtxLane<T>>.MaskToOne(PtxLane<T> mask) => Select(mask, Of(1), Of(0));

    public static PtxLane<T> Select(PtxLane<T> mask, PtxLane<T> ifTrue, PtxLane<T> ifFalse) =>
        ifTrue.IsMask && ifFalse.IsMask
            ? Or(And(mask, ifTrue), And(Not(mask), ifFalse))
            : new(Code.Emit(Kind, $"selp.{Kind.Type}", Number(ifTrue), Number(ifFalse), mask.Register));

    public static PtxLane<T> And(PtxLane<T> a, PtxLane<T> b) =>
        a.IsMask && !b.IsMask ? Select(a, b, Of(0)) : b.IsMask && !a.IsMask ? Select(b, a, Of(0)) : Bitwise("and", a, b);

    public static PtxLane<T> Or(PtxLane<T> a, PtxLane<T> b) => Bitwise("or", a, b);

    public static PtxLane<T> Not(PtxLane<T> x) =>
        x.IsMask ? new(Code.Emit(PtxKind.Predicate, "not.pred", x.Register)) : FromBits(Code.Emit(BitsKind, $"not.{Bits}", ToBits(x)));

    /// <summary>Whether any lane has the mask is not known while code is written: what follows is written for those that have it.</summary>
    public static bool Any(PtxLane<T> mask)
    {
        if (Code.Guard is not null) Code.Guard = mask.Register;
        return true;
    }

    public static PtxLane<T> ShiftBitsLeft(PtxLane<T> x, int count) => FromBits(Code.Emit(BitsKind, $"shl.{Bits}", ToBits(x), count));
    public static PtxLane<T> ShiftBitsRight(PtxLane<T> x, int count) => FromBits(Code.Emit(BitsKind, $"shr.u{(Is4 ? 32 : 64)}", ToBits(x), count));

    public static PtxLane<T> Map<TFunction>(PtxLane<T> x) where TFunction : struct, IScalarFunction => Called(PtxFunctions.Of<TFunction>(), x);
    public static PtxLane<T> Map<TFunction>(PtxLane<T> a, PtxLane<T> b) where TFunction : struct, IScalarFunction2 => Called(PtxFunctions.Of<TFunction>(), a, b);

    // Beyond some limit these go through double precision; few elements do, and only those make the call.
    static PtxLane<T> ILane<PtxLane<T>>.Sin(PtxLane<T> x) => IsSingle ? Guarded(x, LaneTrigonometry.Sin) : Map<ScalarFunction.Sin>(x);
    static PtxLane<T> ILane<PtxLane<T>>.Cos(PtxLane<T> x) => IsSingle ? Guarded(x, LaneTrigonometry.Cos) : Map<ScalarFunction.Cos>(x);
    static PtxLane<T> ILane<PtxLane<T>>.Tan(PtxLane<T> x) => IsSingle ? Guarded(x, LaneTrigonometry.Tan) : Map<ScalarFunction.Tan>(x);

    private static PtxLane<T> Guarded(PtxLane<T> x, Func<PtxLane<T>, PtxLane<T>> function)
    {
        Code.Guard = new PtxRegister(PtxKind.Predicate, -1);
        try { return function(x); }
        finally { Code.Guard = null; }
    }

    private static PtxLane<T> Emit(string instruction, PtxLane<T> a) => new(Code.Emit(Kind, instruction, Number(a)));
    private static PtxLane<T> Emit(string instruction, PtxLane<T> a, PtxLane<T> b) => new(Code.Emit(Kind, instruction, Number(a), Number(b)));
    private static PtxLane<T> Emit(string instruction, PtxLane<T> a, PtxLane<T> b, PtxLane<T> c) => new(Code.Emit(Kind, instruction, Number(a), Number(b), Number(c)));
    private static PtxLane<T> Emit(string instruction, string literal) => new(Code.Emit(Kind, instruction, literal));

    private static PtxLane<T> Test(string test, PtxLane<T> a, PtxLane<T> b) => new(Code.Emit(PtxKind.Predicate, $"setp.{test}.{Type}", Number(a), Number(b)));

    private static PtxLane<T> Whole(string rounding, PtxLane<T> x) => IsFloat ? Emit($"cvt.{rounding}.{Type}.{Type}", x) : x;

    /// <summary>The instruction alone would give the number where the other is NaN.</summary>
    private static PtxLane<T> NaNOr(string instruction, PtxLane<T> a, PtxLane<T> b)
    {
        var value = Emit(instruction, a, b);
        return IsFloat ? Select(Test("nan", a, b), Of(double.NaN), value) : value;
    }

    private static PtxLane<T> Bitwise(string operation, PtxLane<T> a, PtxLane<T> b) =>
        a.IsMask && b.IsMask
            ? new(Code.Emit(PtxKind.Predicate, $"{operation}.pred", a.Register, b.Register))
            : FromBits(Code.Emit(BitsKind, $"{operation}.{Bits}", ToBits(a), ToBits(b)));

    private static PtxLane<T> Xor(PtxLane<T> a, PtxLane<T> b) => FromBits(Code.Emit(BitsKind, $"xor.{Bits}", ToBits(a), ToBits(b)));

    private static PtxRegister ToBits(PtxLane<T> x)
    {
        if (x.IsMask) return Code.Emit(BitsKind, $"selp.{Bits}", -1, 0, x.Register);
        return IsFloat ? Code.Emit(BitsKind, $"mov.{Bits}", x.Register) : x.Register;
    }

    private static PtxLane<T> FromBits(PtxRegister bits) => new(IsFloat ? Code.Emit(Kind, $"mov.{Bits}", bits) : bits);

    /// <summary>The value as a number, also where it is a mask.</summary>
    private static PtxRegister Number(PtxLane<T> x) => x.IsMask ? FromBits(ToBits(x)).Register : x.Register;

    private static PtxLane<T> Called(string function, params ReadOnlySpan<PtxLane<T>> arguments)
    {
        if (!IsFloat) throw PerLane.Unsupported<T>(function);
        var wide = new object[arguments.Length];
        for (int i = 0; i < wide.Length; i++) wide[i] = IsSingle ? Code.Emit(PtxKind.Float64, "cvt.f64.f32", Number(arguments[i])) : Number(arguments[i]);
        var result = Code.Call(function, wide);
        return new(IsSingle ? Code.Emit(Kind, "cvt.rn.f32.f64", result) : result);
    }

    private static void NoteZero(PtxLane<T> divisor)
    {
        var zero = Test("eq", divisor, Of(0));
        Code.NoteFault(zero.Register, Code.Emit(PtxKind.Bits64, "mov.b64", "0"));
    }

    private static string Literal(double value)
    {
        T bits = PerLane.Convert<T>(value);
        return typeof(T) == typeof(float) ? $"0f{Unsafe.BitCast<T, uint>(bits):X8}"
            : typeof(T) == typeof(double) ? $"0d{Unsafe.BitCast<T, ulong>(bits):X16}"
            : Is4 ? Unsafe.BitCast<T, int>(bits).ToString(CultureInfo.InvariantCulture) : Unsafe.BitCast<T, long>(bits).ToString(CultureInfo.InvariantCulture);
    }
}
