namespace DeepSharp.Hdf5;

/// <summary>Turns an attribute into a value of C#.</summary>
internal static class AttributeValue
{
    /// <summary>A bool, long, double or string, or an array of these; null for an attribute without a value.</summary>
    /// <exception cref="InvalidDataException">The type is not read.</exception>
    public static object? Of(FileSpace file, AttributeEntry entry)
    {
        if (entry.Space.IsNull) return null;
        var (type, data, count) = (entry.Type, entry.Data, (int)entry.Space.Count);
        bool single = entry.Space.Dims.Length == 0;
        if (type.Class == TypeClass.String || type.Class == TypeClass.VariableLength && type.IsText) return Shaped(Texts(file, type, data.Span, count), single);
        if (type.IsBool) return Shaped(Many(count, i => Elements.Integer(Element(i), type) != 0), single);
        switch (Elements.TypeFor(type, isBFloat16: false))
        {
            case { IsFloating: true }: return Shaped(Many(count, i => Real(Element(i), type)), single);
            case not null: return Shaped(Many(count, i => Elements.Integer(Element(i), type)), single);
            default: throw Damaged.Unsupported($"the attribute '{entry.Name}' of the type {type.Name}", "Texts and numbers are read.");
        }

        ReadOnlySpan<byte> Element(int i) => data.Span.Slice(i * type.Size, type.Size);
    }

    /// <summary>Texts of fixed or variable length.</summary>
    public static string[] Texts(FileSpace file, Datatype type, ReadOnlySpan<byte> data, int count)
    {
        var texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            var element = data.Slice(i * type.Size, type.Size);
            file.Spend(16);
            texts[i] = ByteReader.Text(type.Class == TypeClass.VariableLength ? GlobalHeap.Get(file, element) : Fixed(element, type.Padding));
        }
        return texts;
    }

    private static ReadOnlySpan<byte> Fixed(ReadOnlySpan<byte> element, int padding) => padding switch
    {
        0 => element.IndexOf((byte)0) is >= 0 and var end ? element[..end] : element,
        1 => element.TrimEnd((byte)0),
        _ => element.TrimEnd((byte)' '),
    };

    private static double Real(ReadOnlySpan<byte> element, Datatype type)
    {
        long bits = Elements.Integer(element, type);
        return (type.Size, type.ExponentBits) switch
        {
            (2, 5) => (double)BitConverter.Int16BitsToHalf((short)bits),
            (2, _) => BitConverter.Int32BitsToSingle((int)bits << 16),
            (4, _) => BitConverter.Int32BitsToSingle((int)bits),
            _ => BitConverter.Int64BitsToDouble(bits),
        };
    }

    private static T[] Many<T>(int count, Func<int, T> get)
    {
        var values = new T[count];
        for (int i = 0; i < count; i++) values[i] = get(i);
        return values;
    }

    private static object? Shaped<T>(T[] values, bool single) => single ? values[0] : values;
}
