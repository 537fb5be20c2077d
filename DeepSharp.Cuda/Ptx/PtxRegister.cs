namespace DeepSharp.Gpu;

/// <summary>A virtual register of a PTX text.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Number">Its number among those of its kind.</param>
internal readonly record struct PtxRegister(PtxKind Kind, int Number)
{
    public override string ToString() => $"%{Kind.Letter}{Number}";
}

/// <summary>What a register holds.</summary>
internal enum PtxKind
{
    /// <summary>A truth value.</summary>
    Predicate,

    /// <summary>16 bits: the two 16-bit floats.</summary>
    Bits16,

    /// <summary>32 bits: int32 and what is smaller.</summary>
    Bits32,

    /// <summary>64 bits: int64 and addresses.</summary>
    Bits64,

    /// <summary>A float32.</summary>
    Float32,

    /// <summary>A float64.</summary>
    Float64,
}

/// <summary>How kinds and element types are written.</summary>
internal static class PtxKinds
{
    extension(PtxKind kind)
    {
        /// <summary>The letter register names begin with.</summary>
        public string Letter => kind switch
        {
            PtxKind.Predicate => "p",
            PtxKind.Bits16 => "h",
            PtxKind.Bits32 => "r",
            PtxKind.Bits64 => "l",
            PtxKind.Float32 => "f",
            _ => "d",
        };

        /// <summary>The type a register of this kind is declared with, and moved and selected by.</summary>
        public string Type => kind switch
        {
            PtxKind.Predicate => "pred",
            PtxKind.Bits16 => "b16",
            PtxKind.Bits32 => "b32",
            PtxKind.Bits64 => "b64",
            PtxKind.Float32 => "f32",
            _ => "f64",
        };
    }

    extension(DType type)
    {
        /// <summary>The kind of register an element is held in; a bool is a predicate, a 16-bit float its bits.</summary>
        public PtxKind PtxKind => type switch
        {
            DType.Bool => PtxKind.Predicate,
            DType.UInt8 or DType.Int32 => PtxKind.Bits32,
            DType.Int64 => PtxKind.Bits64,
            DType.Float16 or DType.BFloat16 => PtxKind.Bits16,
            DType.Float32 => PtxKind.Float32,
            _ => PtxKind.Float64,
        };

        /// <summary>The type loads and stores of an element are written with.</summary>
        public string PtxMemoryType => type switch
        {
            DType.Bool or DType.UInt8 => "u8",
            DType.Int32 => "b32",
            DType.Int64 => "b64",
            DType.Float16 or DType.BFloat16 => "b16",
            DType.Float32 => "f32",
            _ => "f64",
        };
    }
}
