namespace DeepSharp.Gpu;

/// <summary>Writes a change of element type: floats to integers cut off the fraction and saturate, NaN becomes 0; floats round to nearest, ties to even; anything non-zero is true.</summary>
internal readonly struct PtxCast(PtxCode code, DType from, DType to)
{
    public PtxRegister Write(PtxRegister x)
    {
        if (from == to) return x;
        var (type, value) = Readable(x);
        return to switch
        {
            DType.Bool => code.Emit(PtxKind.Predicate, type.IsFloating ? $"setp.neu.{Suffix(type)}" : $"setp.ne.{Suffix(type)}", value, Zero(type)),
            DType.Float64 => ToFloat(type, value, DType.Float64),
            DType.Float32 => ToFloat(type, value, DType.Float32),
            DType.Float16 => code.Emit(PtxKind.Bits16, type == DType.Float64 ? "cvt.rn.f16.f64" : "cvt.rn.f16.f32", type == DType.Float64 ? value : ToFloat(type, value, DType.Float32)),
            DType.BFloat16 => ToBFloat16(ToFloat(type, value, DType.Float32)),
            _ => ToInteger(type, value),
        };
    }

    /// <summary>The value as one of float32, float64, int32, int64: smaller types fit into one of them exactly.</summary>
    private (DType, PtxRegister) Readable(PtxRegister x) => from switch
    {
        DType.Bool => (DType.Int32, code.Emit(PtxKind.Bits32, "selp.b32", 1, 0, x)),
        DType.UInt8 => (DType.Int32, x),
        DType.Float16 => (DType.Float32, code.Emit(PtxKind.Float32, "cvt.f32.f16", x)),
        DType.BFloat16 => (DType.Float32, code.Emit(PtxKind.Float32, "mov.b32", $"{{{code.Emit(PtxKind.Bits16, "mov.b16", "0")}, {x}}}")),
        _ => (from, x),
    };

    private PtxRegister ToFloat(DType type, PtxRegister x, DType target)
    {
        if (type == target) return x;
        string rounding = type == DType.Float32 ? "" : ".rn";
        return code.Emit(target.PtxKind, $"cvt{rounding}.{Suffix(target)}.{Suffix(type)}", x);
    }

    private PtxRegister ToInteger(DType type, PtxRegister x)
    {
        if (!type.IsFloating) return Saturated(type, x);
        var wide = to == DType.Int64 ? DType.Int64 : DType.Int32;
        var whole = code.Emit(wide.PtxKind, $"cvt.rzi.{Suffix(wide)}.{Suffix(type)}", x);
        var number = code.Emit(PtxKind.Predicate, $"setp.num.{Suffix(type)}", x, x);
        return Saturated(wide, code.Emit(wide.PtxKind, $"selp.{wide.PtxKind.Type}", whole, 0, number));
    }

    private PtxRegister Saturated(DType type, PtxRegister x)
    {
        if (type == to) return x;
        if (to == DType.Int64) return code.Emit(PtxKind.Bits64, "cvt.s64.s32", x);
        (string least, string most) = to == DType.UInt8 ? ("0", "255") : ("-2147483648", "2147483647");
        var held = code.Emit(type.PtxKind, $"max.{Suffix(type)}", x, least);
        held = code.Emit(type.PtxKind, $"min.{Suffix(type)}", held, most);
        return type == DType.Int64 ? code.Emit(PtxKind.Bits32, "cvt.u32.u64", held) : held;
    }

    /// <summary>The upper half, rounded to nearest with ties to even; NaN stays NaN.</summary>
    private PtxRegister ToBFloat16(PtxRegister x)
    {
        var bits = code.Emit(PtxKind.Bits32, "mov.b32", x);
        var upper = code.Emit(PtxKind.Bits32, "shr.u32", bits, 16);
        var odd = code.Emit(PtxKind.Bits32, "and.b32", upper, 1);
        var rounded = code.Emit(PtxKind.Bits32, "add.s32", code.Emit(PtxKind.Bits32, "add.s32", bits, 0x7FFF), odd);
        rounded = code.Emit(PtxKind.Bits32, "shr.u32", rounded, 16);
        var quiet = code.Emit(PtxKind.Bits32, "or.b32", upper, 0x40);
        var result = code.Emit(PtxKind.Bits32, "selp.b32", rounded, quiet, code.Emit(PtxKind.Predicate, "setp.num.f32", x, x));
        return code.Emit(PtxKind.Bits16, "cvt.u16.u32", result);
    }

    private static string Suffix(DType type) => type switch
    {
        DType.Float32 => "f32",
        DType.Float64 => "f64",
        DType.Int64 => "s64",
        _ => "s32",
    };

    private static string Zero(DType type) => type switch
    {
        DType.Float32 => "0f00000000",
        DType.Float64 => "0d0000000000000000",
        _ => "0",
    };
}
