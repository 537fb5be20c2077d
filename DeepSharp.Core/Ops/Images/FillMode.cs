namespace DeepSharp;

/// <summary>What an image reads beyond its border.</summary>
public enum FillMode
{
    /// <summary>A fixed value: <c>k k k k | a b c d | k k k k</c>.</summary>
    Constant,

    /// <summary>The pixel at the border: <c>a a a a | a b c d | d d d d</c>.</summary>
    Nearest,

    /// <summary>The image again: <c>a b c d | a b c d | a b c d</c>.</summary>
    Wrap,

    /// <summary>The image mirrored at its last pixel, which is not repeated: <c>b d c b | a b c d | c b a b</c>.</summary>
    Mirror,

    /// <summary>The image mirrored at its edge, the last pixel repeated: <c>d c b a | a b c d | d c b a</c>.</summary>
    Reflect,
}
