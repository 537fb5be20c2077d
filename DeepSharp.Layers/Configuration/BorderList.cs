namespace DeepSharp;

/// <summary>The common rules of <see cref="Border1D"/>, <see cref="Border2D"/> and <see cref="Border3D"/>.</summary>
internal static class BorderList
{
    public static int Whole(int length) => length >= 0 ? length : throw new InvalidValueException($"A border must be zero or more elements wide, but got {length}.");

    /// <summary>Reads a number for everything, a number or a pair for each axis; for one axis also the bare pair.</summary>
    public static Border1D[] Read(object? value, int axes)
    {
        switch (value)
        {
            case long all: return [.. Enumerable.Repeat(End(all, axes), axes)];
            case IReadOnlyList<object?> { Count: 2 } pair when axes == 1: return [new(Number(pair[0], axes), Number(pair[1], axes))];
            case IReadOnlyList<object?> list when list.Count == axes: return [.. list.Select(i => End(i, axes))];
            default: throw Wrong(axes);
        }
    }

    private static Border1D End(object? value, int axes) => value switch
    {
        long both => (Border1D)Number(both, axes),
        IReadOnlyList<object?> { Count: 2 } pair => new(Number(pair[0], axes), Number(pair[1], axes)),
        _ => throw Wrong(axes),
    };

    private static int Number(object? value, int axes) => value is long and >= 0 and <= int.MaxValue ? (int)(long)value : throw Wrong(axes);

    private static FormatException Wrong(int axes) => new(axes == 1
        ? "expected a whole number or a pair of them"
        : $"expected a whole number, or a list of {axes} whole numbers or pairs");
}
