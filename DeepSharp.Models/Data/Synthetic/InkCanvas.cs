using System.Numerics;

namespace DeepSharp;

/// <summary>A small grey image on which strokes leave ink: coverage from 0 to 1, anti-aliased by the distance to the stroke.</summary>
internal sealed class InkCanvas
{
    /// <summary>Height and width in pixels.</summary>
    internal const int Side = 28;

    /// <summary>Half the width of the soft edge of a stroke, in pixels.</summary>
    private const float Edge = 0.6f;

    private readonly float[] _ink = new float[Side * Side];
    private readonly float[] _blurred = new float[Side * Side];

    internal void Clear() => Array.Clear(_ink);

    /// <summary>
    /// Draws a straight piece whose half width goes from one radius to the other. Each pixel near it gets the coverage
    /// clamp((r - d) / 2e + 1/2, 0, 1), d being the distance of its centre to the piece and
    /// e the soft edge; ink does not add up where pieces cross.
    /// </summary>
    internal void Line(Vector2 from, Vector2 to, float fromRadius, float toRadius)
    {
        var reach = MathF.Max(fromRadius, toRadius) + Edge;
        var (left, right) = Range(from.X, to.X, reach);
        var (top, bottom) = Range(from.Y, to.Y, reach);
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var inverse = 1f / MathF.Max(dx * dx + dy * dy, 1e-6f);
        for (var row = top; row <= bottom; row++)
            for (var column = left; column <= right; column++)
            {
                var (px, py) = (column + 0.5f - from.X, row + 0.5f - from.Y);
                var t = Math.Clamp((px * dx + py * dy) * inverse, 0f, 1f);
                var (ex, ey) = (px - t * dx, py - t * dy);
                var distance = MathF.Sqrt(ex * ex + ey * ey);
                var coverage = (fromRadius + t * (toRadius - fromRadius) - distance) * (0.5f / Edge) + 0.5f;
                ref var ink = ref _ink[row * Side + column];
                if (coverage > ink) ink = MathF.Min(coverage, 1f);
            }
    }

    /// <summary>Turns ink into pixels: a slight blur, the brightness of the pen, grain in the ink, rounding to bytes.</summary>
    internal void Develop(ref SplitMix64 random, Span<byte> image)
    {
        Blur(random.Between(0f, 0.16f));
        var brightness = random.Between(0.72f, 1.05f);
        var grain = random.Between(0f, 0.12f);
        for (var i = 0; i < image.Length; i++)
        {
            var value = _ink[i] * brightness;
            if (value > 0) value *= 1 + grain * (2 * random.Uniform() - 1);
            image[i] = (byte)(Math.Clamp(value, 0f, 1f) * 255f + 0.5f);
        }
    }

    /// <summary>Each pixel gives the share <paramref name="side"/> to each neighbour in its row, then in its column.</summary>
    private void Blur(float side)
    {
        for (var row = 0; row < Side; row++)
            BlurLine(_ink, _blurred, row * Side, 1, side);
        for (var column = 0; column < Side; column++)
            BlurLine(_blurred, _ink, column, Side, side);
    }

    private static void BlurLine(float[] source, float[] target, int start, int step, float side)
    {
        var middle = 1 - 2 * side;
        for (var i = 0; i < Side; i++)
        {
            var at = start + i * step;
            var before = i > 0 ? source[at - step] : 0f;
            var after = i + 1 < Side ? source[at + step] : 0f;
            target[at] = middle * source[at] + side * (before + after);
        }
    }

    private static (int First, int Last) Range(float a, float b, float reach) =>
        (Math.Max(0, (int)(MathF.Min(a, b) - reach)), Math.Min(Side - 1, (int)(MathF.Max(a, b) + reach)));
}
