namespace DeepSharp;

/// <summary>An n-dimensional array as an IDX file holds it: an element type, the dimensions, and the values in row-major order.</summary>
public sealed class IdxArray
{
    private readonly Array _values;
    private readonly int[] _dimensions;

    private IdxArray(IdxElementType elementType, Array values, int[] dimensions)
    {
        ElementType = elementType;
        _values = values;
        _dimensions = dimensions;
    }

    /// <summary>Type of one element.</summary>
    public IdxElementType ElementType { get; }

    /// <summary>Length of each axis, outermost first; never empty.</summary>
    public IReadOnlyList<int> Dimensions => _dimensions;

    /// <summary>Number of elements: the product of <see cref="Dimensions"/>.</summary>
    public int Count => _values.Length;

    /// <summary>Wraps <paramref name="values"/> (not copied) as an array of the given dimensions.</summary>
    /// <typeparam name="T">One of byte, sbyte, short, int, float, double.</typeparam>
    /// <param name="values">The elements in row-major order.</param>
    /// <param name="dimensions">Length of each axis, outermost first; their product must be the number of values.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The format has no such element type, or dimensions and values disagree.</exception>
    public static IdxArray Of<T>(T[] values, params int[] dimensions) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(dimensions);
        if (dimensions.Length is 0 or > 255)
            throw new ArgumentException($"IdxArray.Of expects 1 to 255 dimensions but got {dimensions.Length}.", nameof(dimensions));
        if (dimensions.Any(d => d < 0))
            throw new ArgumentException($"IdxArray.Of expects dimensions of 0 or more but got {Text(dimensions)}.", nameof(dimensions));
        if (Product(dimensions) is var product && product != values.Length)
            throw new ArgumentException(
                $"IdxArray.Of got {values.Length} values for the dimensions {Text(dimensions)}, which hold {product}.", nameof(dimensions));
        return new IdxArray(TypeOf<T>(), values, [.. dimensions]);
    }

    /// <summary>The elements themselves (not a copy), in row-major order.</summary>
    /// <typeparam name="T">The .NET type of <see cref="ElementType"/>.</typeparam>
    /// <returns>The stored array.</returns>
    /// <exception cref="InvalidOperationException">The elements are of another type; nothing is converted.</exception>
    public T[] Values<T>() where T : unmanaged =>
        // The element type is compared, not the array type: the runtime lets sbyte[] pass for byte[].
        _values.GetType().GetElementType() == typeof(T)
            ? (T[])_values
            : throw new InvalidOperationException(
                $"This IDX array holds {ElementType} elements but {typeof(T).Name} was asked for; ask for the stored type and convert.");

    /// <summary>Element type and dimensions, as in <c>IdxArray(UInt8, [60000, 28, 28])</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"IdxArray({ElementType}, {Text(_dimensions)})";

    internal static string Text(IEnumerable<int> dimensions) => $"[{string.Join(", ", dimensions)}]";

    /// <summary>The product as a real number would have it: saturates instead of wrapping.</summary>
    internal static long Product(ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Contains(0)) return 0;
        long product = 1;
        foreach (var d in dimensions)
        {
            if (product > long.MaxValue / d) return long.MaxValue;
            product *= d;
        }
        return product;
    }

    private static IdxElementType TypeOf<T>() => default(T) switch
    {
        byte => IdxElementType.UInt8,
        sbyte => IdxElementType.Int8,
        short => IdxElementType.Int16,
        int => IdxElementType.Int32,
        float => IdxElementType.Float32,
        double => IdxElementType.Float64,
        _ => throw new ArgumentException(
            $"The IDX format has no element type for {typeof(T).Name}; it has byte, sbyte, short, int, float, double."),
    };
}
