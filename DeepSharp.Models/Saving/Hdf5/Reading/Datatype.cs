namespace DeepSharp.Hdf5;

/// <summary>The families of element types.</summary>
internal enum TypeClass
{
    FixedPoint, FloatingPoint, Time, String, BitField, Opaque, Compound, Reference, Enumeration, VariableLength, Array,
}

/// <summary>The element type of a dataset or attribute.</summary>
/// <param name="Class">Its family.</param>
/// <param name="Size">Bytes per element.</param>
internal sealed record Datatype(TypeClass Class, int Size)
{
    private const int MaxDepth = 8, MaxMembers = 1 << 16;

    /// <summary>Whether the first byte is the most significant.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Of integers.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Whether all bits of a number stand where they usually do; numbers with gaps are not read.</summary>
    public bool IsPlain { get; init; } = true;

    /// <summary>Bits of the exponent, of floating-point numbers.</summary>
    public int ExponentBits { get; init; }

    /// <summary>Of texts: 0 they end with a zero, 1 they are filled up with zeros, 2 with spaces.</summary>
    public int Padding { get; init; }

    /// <summary>Of types of variable length: whether they are texts.</summary>
    public bool IsText { get; init; }

    /// <summary>Of enumerations, arrays and types of variable length.</summary>
    public Datatype? Base { get; init; }

    /// <summary>The names of an enumeration in order, with their bytes.</summary>
    public IReadOnlyList<(string Name, byte[] Value)> Members { get; init; } = [];

    /// <summary>What stands for true and false in files of h5py.</summary>
    public bool IsBool => Class == TypeClass.Enumeration && Size == 1 && Members is [("FALSE", [0]), ("TRUE", [1])];

    /// <summary>The type's name for messages.</summary>
    public string Name => Class switch
    {
        TypeClass.FixedPoint => $"{(IsSigned ? "int" : "uint")}{8 * Size}",
        TypeClass.FloatingPoint => $"float{8 * Size}{(Size == 2 && ExponentBits == 8 ? " (bfloat16)" : "")}",
        TypeClass.VariableLength => IsText ? "text" : "lists",
        _ => Class.ToString().ToLowerInvariant(),
    };

    public static Datatype Parse(FileSpace file, ReadOnlySpan<byte> body)
    {
        var r = file.Reader(body, "datatype");
        return Parse(ref r, 0);
    }

    private static Datatype Parse(ref ByteReader r, int depth)
    {
        if (depth > MaxDepth) throw Damaged.Because("a datatype nests too deep");
        byte first = r.U8();
        int version = first >> 4, bits = (int)r.Unsigned(3);
        long size = r.Number(4);
        if (version is < 1 or > 5) throw Damaged.Version("datatype", version);
        if (size is < 1 or > 1 << 20) throw Damaged.Because($"a datatype has {size} bytes");
        var type = new Datatype((TypeClass)(first & 15), (int)size) { IsBigEndian = (bits & 1) != 0, IsSigned = (bits & 8) != 0 };
        switch (type.Class)
        {
            case TypeClass.FixedPoint:
                return type with { IsPlain = r.U16() == 0 & r.U16() == 8 * size };
            case TypeClass.FloatingPoint:
                return Floating(ref r, type with { IsPlain = (bits & 0x40) == 0 });
            case TypeClass.String:
                return type with { Padding = bits & 15 };
            case TypeClass.Enumeration:
                return Enumeration(ref r, type, bits & 0xFFFF, version, depth);
            case TypeClass.VariableLength:
                return type with { IsText = (bits & 15) == 1, Base = Parse(ref r, depth + 1) };
            case >= TypeClass.Time and <= TypeClass.Array:
                return type;        // known to exist; not read
            default:
                throw Damaged.Because($"there is a datatype of the unknown class {first & 15}");
        }
    }

    private static Datatype Floating(ref ByteReader r, Datatype type)
    {
        var (offset, precision, exponentAt, exponentBits, mantissaAt, mantissaBits) = (r.U16(), r.U16(), r.U8(), r.U8(), r.U8(), r.U8());
        uint bias = r.U32();
        bool plain = type.IsPlain && offset == 0 && precision == 8 * type.Size && mantissaAt == 0 && exponentAt == mantissaBits
            && mantissaBits + exponentBits + 1 == precision && exponentBits is > 1 and < 16 && bias == (1u << (exponentBits - 1)) - 1;
        return type with { IsPlain = plain, ExponentBits = exponentBits };
    }

    private static Datatype Enumeration(ref ByteReader r, Datatype type, int count, int version, int depth)
    {
        var inner = Parse(ref r, depth + 1);
        if (count > MaxMembers || inner.Size != type.Size) throw Damaged.Because("an enumeration has members of another size than itself");
        var names = new List<string>();
        for (int i = 0; i < count; i++)
        {
            int start = r.Position;
            names.Add(r.Text());
            if (version < 3) r.Skip((8 - (r.Position - start) % 8) % 8);
        }
        var members = new List<(string, byte[])>();
        foreach (string name in names) members.Add((name, r.Take(type.Size).ToArray()));
        return type with { Base = inner, Members = members, IsPlain = inner.IsPlain, IsBigEndian = inner.IsBigEndian, IsSigned = inner.IsSigned };
    }
}
