namespace DeepSharp;

/// <summary>The common rules of <see cref="Size1D"/>, <see cref="Size2D"/> and <see cref="Size3D"/>.</summary>
internal static class SizeList
{
    public static int Positive(int size, string type)
        => size > 0 ? size : throw new InvalidValueException($"{type} expects sizes of at least 1, but got {size}.");

    /// <summary>Reads a number for all axes, or a list with one number for each axis.</summary>
    public static int[] Read(object? value, int axes)
    {
        object?[] items = value switch
        {
            long all => [.. Enumerable.Repeat<object?>(all, axes)],
            IReadOnlyList<object?> list when list.Count == axes => [.. list],
            _ => throw Wrong(axes),
        };
        return [.. items.Select(i => i is long and > 0 and <= int.MaxValue ? (int)(long)i : throw Wrong(axes))];
    }

    static FormatException Wrong(int axes) => new($"expected a positive integer or a list of {axes}");
}
